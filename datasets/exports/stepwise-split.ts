// Which rows go to the test split: always whole prompts, so that no prompt is in both.
import type { DuckDBConnection } from "@duckdb/node-api";
import { queryOne } from "../duckdb.ts";

const saysTrain = "lower(trim(split)) IN ('train', 'training')";
const saysTest = "lower(trim(split)) IN ('test', 'validation', 'valid', 'val', 'dev', 'eval')";

/**
 * Sets column `test` of table `example` (key = md5 of the prompt, split = what the data says, or NULL). The data's own split is honoured when it
 * names both sides; otherwise, and where it says nothing, a prompt is a test prompt when the first 32 bits of its md5 fall below the share.
 * With two prompts or more and a share above 0 neither side is empty. Returns what decided.
 */
export async function assignSplits(connection: DuckDBConnection, testShare: number): Promise<"column" | "hash"> {
  // One word a prompt: two problems that ask the same go the same way, the first problem's.
  await connection.run(
    `CREATE TEMP TABLE prompt AS SELECT key, (CASE WHEN ${saysTest} THEN true WHEN ${saysTrain} THEN false END) AS said, false AS test ` +
      `FROM (SELECT key, arg_min(split, problem_id) AS split FROM example GROUP BY key)`,
  );
  const { both } = await queryOne<{ both: boolean | null }>(connection, "SELECT bool_or(said) AND bool_or(NOT said) AS both FROM prompt");
  const by = both === true ? "column" : "hash";
  const drawn = `('0x' || left(key, 8))::UBIGINT < ${testShare} * 4294967296`;
  await connection.run(`UPDATE prompt SET test = ${by === "column" ? `coalesce(said, ${drawn})` : drawn}`);
  if (testShare > 0) {
    const lonely = (side: "min" | "max", test: boolean) =>
      `UPDATE prompt SET test = ${test} WHERE key = (SELECT ${side}(key) FROM prompt) AND (SELECT count(*) > 1 AND count(*) FILTER (test = ${test}) = 0 FROM prompt)`;
    await connection.run(lonely("min", true));
    await connection.run(lonely("max", false));
  }
  await connection.run("UPDATE example SET test = prompt.test FROM prompt WHERE example.key = prompt.key");
  return by;
}
