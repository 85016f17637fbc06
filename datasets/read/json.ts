// JSON Lines, and one JSON array of objects (the form that ProcessBench comes in): every row stays JSON until its cells are taken out of it.
import { fileLiteral, literal, query, queryOne } from "../duckdb.ts";
import { DatasetError } from "../error.ts";
import { pathCuts } from "./paths.ts";
import type { ResolvedColumn, Source, SourceContext } from "./source.ts";

const sampleRows = 1000;
const largestRow = 16 * 1024 * 1024;

/** Opens a JSON file whose beginning is `head`. Throws DatasetError `malformed` when no row of the beginning is an object. */
export async function openJson({ connection, path, shown }: SourceContext, head: string): Promise<Source> {
  const from = head.trimStart().startsWith("[") ? arrayRows(path) : lineRows(path);
  const sample = await query<{ line: bigint | null; text: string }>(connection, `SELECT line, text FROM (${from}) LIMIT ${sampleRows}`);
  const objects = sample.flatMap(({ text }) => parseObject(text) ?? []);
  const [first] = sample;
  if (first === undefined) throw new DatasetError("empty_file", `${shown} holds no rows; name a file with at least one problem.`);
  if (objects.length === 0)
    throw new DatasetError(
      "malformed",
      `${shown} does not hold JSON objects, one a line: line ${first.line ?? 1} begins with ${JSON.stringify(first.text.slice(0, 60))}; name its format in problems.format, or mend the file.`,
    );
  const available = namesOf(objects);
  return {
    available,
    resolve: async (column) => {
      const cuts = pathCuts(column.path);
      const cut = cuts.find((steps) => objects.some((object) => reach(object, steps)));
      if (cut !== undefined) return pointer(cut);
      if (column.optional) return null;
      return resolveInWholeFile(cuts);
    },
    rowsSql: (columns) => cellsSql(from, columns),
  };

  /** A column may first appear far down the file. */
  async function resolveInWholeFile(cuts: readonly (readonly string[])[]): Promise<string | null> {
    for (const pointerText of cuts.map(pointer)) {
      const found = await queryOne<{ found: boolean | null }>(
        connection,
        `SELECT bool_or(CASE WHEN json_valid(text) THEN json_type(text, ${literal(pointerText)}) IS NOT NULL END) AS found FROM (${from})`,
      );
      if (found.found === true) return pointerText;
    }
    return null;
  }
}

/** Lines as they are: a delimiter that no text holds makes DuckDB's CSV reader a reader of numbered lines (and of .gz and .zst). */
function lineRows(path: string): string {
  return (
    `SELECT line, text FROM (SELECT row_number() OVER () AS line, text FROM read_csv(${fileLiteral(path)}, columns = {'text': 'VARCHAR'}, ` +
    `auto_detect = false, header = false, delim = '\u0001\u0002\u0003\u0004', quote = '', escape = '', comment = '', ` +
    `max_line_size = ${largestRow}, buffer_size = ${2 * largestRow}, strict_mode = false)) WHERE trim(text, E' \\t\\r') <> ''`
  );
}

function arrayRows(path: string): string {
  return `SELECT NULL::BIGINT AS line, json::VARCHAR AS text FROM read_json_objects(${fileLiteral(path)}, format = 'array', maximum_object_size = ${largestRow})`;
}

function cellsSql(from: string, columns: readonly ResolvedColumn[]): string {
  const pointers = columns.map((column) => literal(column.access)).join(", ");
  return (
    `SELECT line, CASE WHEN broken IS NULL THEN json_extract(text, [${pointers}])::VARCHAR[] END AS cells, broken FROM (` +
    `SELECT line, text, CASE WHEN NOT json_valid(text) THEN 'is not valid JSON: ' || left(text, 60) ` +
    `WHEN json_type(text) <> 'OBJECT' THEN 'is not a JSON object: ' || left(text, 60) END AS broken FROM (${from}))`
  );
}

/** A JSON pointer (RFC 6901): any key can be written in it. */
function pointer(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function reach(value: unknown, steps: readonly string[]): boolean {
  let at: unknown = value;
  for (const step of steps) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, step)) return false;
    at = (at as Record<string, unknown>)[step];
  }
  return true;
}

/** Keys of the objects and of the objects in them, in order of appearance. */
function namesOf(objects: readonly object[]): readonly string[] {
  const names = new Set<string>();
  for (const object of objects)
    for (const [name, value] of Object.entries(object)) {
      names.add(name);
      if (value !== null && typeof value === "object" && !Array.isArray(value))
        for (const inner of Object.keys(value)) names.add(`${name}.${inner}`);
    }
  return [...names];
}
