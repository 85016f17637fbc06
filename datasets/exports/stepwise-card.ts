// README.md of a stepwise export: the front matter that `datasets.load_dataset(folder)` reads, and a short card for people.
import { stringify } from "yaml";
import type { StepwiseReport } from "./stepwise.ts";

/** Where the labels come from; every list is sorted. */
export interface Provenance {
  readonly campaigns: readonly string[];
  readonly solvers: readonly string[];
  readonly completers: readonly string[];
  readonly versions: readonly string[];
  readonly configurationHashes: readonly string[];
}

const rules: Readonly<Record<StepwiseReport["label"], string>> = {
  hard: "`hard`: a step is right when at least one rollout that goes on from it ends in the gold answer",
  implied: "`implied`: a step is right before a later success, and wrong from the found first error on",
  "hard-else-implied":
    "`hard` (a step is right when at least one rollout that goes on from it ends in the gold answer), and where that was not measured `implied` (right before a later success, wrong from the found first error on)",
};

/** The card as Markdown. */
export function stepwiseCard(report: StepwiseReport, provenance: Provenance): string {
  const splits = report.splits.filter(({ rows }) => rows > 0);
  const frontMatter = stringify({
    license: "unknown",
    pretty_name: `Step labels of ${provenance.campaigns.join(", ")}`,
    configs: [{ config_name: "default", data_files: splits.map(({ split }) => ({ split, path: `data/${split}-*` })) }],
    dataset_info: {
      config_name: "default",
      features: [
        { name: "prompt", dtype: "string" },
        { name: "completions", sequence: "string" },
        { name: "labels", sequence: "bool" },
        { name: "problem_id", dtype: "string" },
        { name: "solution_id", dtype: "string" },
      ],
    },
  });
  return `---
${frontMatter}---

# Step labels of ${provenance.campaigns.join(", ")}

Solutions cut into steps, each step labelled right (\`true\`) or wrong (\`false\`): stepwise supervision for process reward models, as TRL's
\`PRMTrainer\` (up to 1.13.0) and axolotl (\`type: stepwise_supervised\`) take it. Made by Steplabel.

| split | rows | steps | right | wrong |
|---|---|---|---|---|
${splits.map(({ split, rows, steps, right }) => `| ${split} | ${rows} | ${steps} | ${right} | ${steps - right} |`).join("\n")}

- **Label**: ${rules[report.label]}.
- **Cut**: every solution ends before its first undecided step and after its first wrong one.
- **Separator**: train with \`step_separator=${JSON.stringify(report.separator)}\`; no step holds it. ${separatorNote(report)}
- **Split**: by ${report.splitBy === "column" ? "the problems' own split" : "a hash of the prompt"}; no prompt is in both.
- **Length**: a row has ${report.rowBytes.p50} bytes in the median, ${report.rowBytes.p99} at the 99th percentile, ${report.rowBytes.max} at most;
  ${report.rowsLikelyOver1024Tokens} rows are likely over 1,024 tokens (at 4 bytes a token), TRL's default \`max_length\`, beyond which it drops labels silently.

| left out | solutions | steps |
|---|---|---|
${leftOut(report)}

- **Labelled by rollouts of**: ${named(provenance.completers)}. **Solutions written by**: ${named(provenance.solvers)}.
- **Versions**: ${named(provenance.versions)}. **Configuration**: ${named(provenance.configurationHashes)}.
- **Licence**: unknown. It follows from the problems and the models used; say it here before you share the data.
`;
}

function separatorNote({ separator, stepsWithBreaksReplaced }: StepwiseReport): string {
  if (!/^\n+$/.test(separator)) return "Solutions with a step that holds it were left out.";
  const became = separator.length === 1 ? "a space" : "fewer line breaks";
  return `Blank lines before a step and white space after it are stripped; in ${stepsWithBreaksReplaced} steps inner line breaks became ${became}.`;
}

function leftOut({ solutions, steps }: StepwiseReport): string {
  const reasons = [...new Set([...Object.keys(solutions.dropped), ...Object.keys(steps.dropped)])];
  const count = (counts: object, reason: string) => (counts as Readonly<Record<string, number>>)[reason] ?? 0;
  return reasons.map((reason) => `| ${reason} | ${count(solutions.dropped, reason)} | ${count(steps.dropped, reason)} |`).join("\n");
}

function named(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `\`${name}\``).join(", ");
}
