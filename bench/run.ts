// Runs one benchmark by name: prints machine, load and what it runs, its figures, and one JSON line; exits 1 when a figure is not reached.
import { readdirSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";

/** A figure: its value (null where its input is missing: not reached), its goal in words, and whether it is reached. */
export interface Figure {
  readonly value: number | null;
  readonly goal: string;
  readonly reached: boolean;
}

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && file !== "run.ts")
  .map((file) => file.slice(0, -3));
const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Usage: npm run bench -- NAME; benchmarks: ${names.join(", ")}.\n`);
  process.exit(2);
}
const [processor] = cpus();
const load = loadavg().map((value) => value.toFixed(2));
process.stdout.write(
  `machine: ${cpus().length} cores, ${processor?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version}\n` +
    `load: ${load.join(" ")} (1, 5, 15 minutes)\nruns: bench/${name}.ts ${rest.join(" ")}\n`,
);
const { run } = (await import(`./${name}.ts`)) as { run: (rest: readonly string[]) => Promise<Record<string, Figure>> };
const figures = await run(rest);
const reached = Object.values(figures).every((figure) => figure.reached);
for (const [key, figure] of Object.entries(figures))
  process.stdout.write(`${figure.reached ? "reached    " : "NOT REACHED"} ${key}: ${figure.value ?? "no input"} (goal: ${figure.goal})\n`);
const plain = Object.fromEntries(Object.entries(figures).map(([key, { value, goal }]) => [key, { value, goal }]));
process.stdout.write(`${JSON.stringify({ bench: name, reached, figures: plain })}\n`);
process.exit(reached ? 0 : 1);
