// A campaign's status as people read it.
import type { ModelSpend, SpendFigures } from "../ledger/index.ts";
import type { ProblemOutcome } from "../schemas/index.ts";
import { bytes, count, counted, dollars, table } from "./format.ts";
import type { CampaignStatus } from "./read-status.ts";
import { outcomeWords } from "./report.ts";
import { harmless, oneLine } from "./terminal.ts";

export function statusText(status: CampaignStatus): string {
  const { campaign, folder, rows, progress, spend, parts, sizes, running } = status;
  const outcomes = Object.entries(progress.settled).filter(([, problems]) => problems > 0);
  const settled = Object.values(progress.settled).reduce((sum, each) => sum + each, 0);
  const phase = running === null ? "not running" : running.phase === "unknown" ? "running, but no worker answers" : running.phase;
  return [
    `Campaign ${campaign}: ${phase}`,
    ...(running === null || running.uiUrl === null ? [] : [`  Temporal UI: ${running.uiUrl}`]),
    `  ${count(settled)} of ${counted(rows, "input row")} settled (${rows === 0 ? 0 : Math.floor((100 * settled) / rows)} %), ${count(progress.problems)} read so far`,
    ...outcomes.map(([outcome, problems]) => `    ${count(problems)} ${outcomeWords[outcome as ProblemOutcome]}`),
    ...status.failures.map(({ reason, problems }) => `      ${counted(problems, "problem")}: ${oneLine(reason)}`),
    `  ${counted(progress.draws, "draw")}`,
    ...(spend.length === 0 ? ["  No calls yet."] : [indented(spendTable(spend))]),
    `  Budget: ${budgetText(status)}`,
    `  ${harmless(folder)}: ${bytes(sizes.all)} (ledger ${bytes(sizes.ledger)}, tables ${bytes(sizes.tables)} in ${counted(parts, "part")}, server ${bytes(sizes.server)})`,
  ].join("\n");
}

function spendTable(spend: readonly ModelSpend[]): string {
  const figures = (name: string, each: SpendFigures): string[] => [name, count(each.calls), count(each.tokens), dollars(each.microUsd)];
  return table([
    ["spend", "calls", "tokens", "price"],
    ...spend.flatMap(({ model, settled, unknown, reserved, failedCalls }) => [
      figures(`${model} settled`, settled),
      ...(unknown.calls > 0 ? [figures(`${model} unknown, at most`, unknown)] : []),
      ...(reserved.calls > 0 ? [figures(`${model} in flight, at most`, reserved)] : []),
      ...(failedCalls > 0 ? [[`${model} refused, not paid`, count(failedCalls), "", ""]] : []),
    ]),
  ]);
}

function budgetText({ budget: { usd, tokens, calls } }: CampaignStatus): string {
  const limits = [
    ...(usd === undefined ? [] : [`$${usd}`]),
    ...(tokens === undefined ? [] : [`${count(tokens)} tokens`]),
    ...(calls === undefined ? [] : [`${count(calls)} calls`]),
  ];
  return limits.length === 0 ? "no limit" : limits.join(", ");
}

const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
