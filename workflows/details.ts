// What Temporal UI shows of a campaign and of a problem: markdown tables, kept in memory, no event, no cost.
import type { Observation } from "../methods/search/index.ts";
import type { CampaignFigures, ProbeCount, SolutionSummary } from "../schemas/index.ts";
import type { CampaignProgress } from "./messages.ts";

/** Money in dollars; "unknown" where a price is. */
const dollars = (micro: number | null): string => (micro === null ? "unknown" : `$${(micro / 1e6).toFixed(4)}`);

export function campaignDetails(campaign: string, progress: CampaignProgress, nowMs: number): string {
  const rows: [string, string][] = [
    ["Phase", progress.phase],
    [
      "Shards",
      `${progress.finishedShards} of ${progress.shards} finished${progress.openShards.length > 0 ? `, open: ${progress.openShards.join(", ")}` : ""}`,
    ],
    ...(progress.figures === null ? [] : figureRows(progress.figures, nowMs - progress.startedAtMs)),
    ...(progress.stop === null
      ? []
      : [["Stopped", progress.stop.kind === "budget" ? `budget (${progress.stop.limit})` : progress.stop.reason] as [string, string]]),
  ];
  return table(`Campaign ${campaign}`, rows);
}

/** One row a chosen solution: its outcome and the counts of its prefixes so far. */
export function problemDetails(
  problem: string,
  root: ProbeCount,
  chosen: readonly SolutionSummary[],
  observations: readonly Observation[],
): string {
  const outcomes = { c: "right", w: "wrong", u: "ungraded" } as const;
  const counts = (solution: number): string => {
    const prefixes = new Map<number, { correct: number; k: number }>();
    for (const { solution: of, step, correct, wrong } of observations) {
      if (of !== solution) continue;
      const before = prefixes.get(step) ?? { correct: 0, k: 0 };
      prefixes.set(step, { correct: before.correct + correct, k: before.k + correct + wrong });
    }
    const cells = [...prefixes].sort(([one], [other]) => one - other).map(([step, { correct, k }]) => `${step}: ${correct}/${k}`);
    return cells.length === 0 ? "nothing measured" : `right rollouts after step ${cells.join(", ")}`;
  };
  return table(`Problem ${problem}`, [
    ["Root", `${root.correct} of ${root.correct + root.wrong} sampled solutions right, ${root.invalid} invalid`],
    ...chosen.map(({ solution, outcome, steps }): [string, string] => [
      `Solution ${solution}`,
      `${outcomes[outcome]}, ${steps} steps; ${counts(solution)}`,
    ]),
  ]);
}

function figureRows(figures: CampaignFigures, elapsedMs: number): [string, string][] {
  const { outcomes } = figures;
  const settled = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const minutes = Math.max(elapsedMs, 1) / 60_000;
  return [
    ["Problems", `${settled} of ${figures.problems} read so far`],
    [
      "Outcomes",
      Object.entries(outcomes)
        .filter(([, count]) => count > 0)
        .map(([outcome, count]) => `${outcome} ${count}`)
        .join(", ") || "none yet",
    ],
    ["Rate", `${(settled / minutes).toFixed(1)} problems a minute, ${(figures.draws / minutes / 60).toFixed(1)} draws a second`],
    ["Draws", String(figures.draws)],
    ["Calls", String(figures.calls)],
    ["Tokens", String(figures.tokens)],
    ["Spend", dollars(figures.settledMicroUsd)],
    [
      "Unknown",
      figures.unknownCalls === 0
        ? "none"
        : `${figures.unknownCalls} calls whose answer never came, at most ${dollars(figures.unknownMicroUsd)}`,
    ],
  ];
}

/** A two-column markdown table. Values are one line and never hold a bar. */
export function table(title: string, rows: readonly [string, string][]): string {
  const clean = (value: string): string => value.replaceAll("|", "/").replaceAll("\n", " ");
  return [`| ${clean(title)} | |`, "|---|---|", ...rows.map(([name, value]) => `| ${name} | ${clean(value)} |`)].join("\n");
}
