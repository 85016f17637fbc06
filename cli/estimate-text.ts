// The estimate of a run as people read it before they say yes.
import type { RunEstimate, Span } from "../infra/estimate.ts";
import { count, counted, dollars, table } from "./format.ts";

export function estimateText(estimate: RunEstimate): string {
  const { problems, givenSolutions, models, total, assumptions } = estimate;
  const spans = (span: Span): string =>
    span.expected === span.worst ? count(span.worst) : `${count(span.expected)} to ${count(span.worst)}`;
  const money = (cost: Span | "unknown"): string =>
    cost === "unknown" ? "unknown" : cost.worst === 0 ? "free" : `${dollars(cost.expected)} to ${dollars(cost.worst)}`;
  const rows = [
    ["model", "calls", "draws", "prompt tokens", "completion tokens", "price"],
    ...models.map((model) => [
      `${model.alias} (${model.roles.join(", ")})`,
      spans(model.calls),
      spans(model.draws),
      spans(model.promptTokens),
      spans(model.completionTokens),
      money(model.microUsd),
    ]),
  ];
  return [
    `${counted(problems, "problem")}${givenSolutions > 0 ? ` with ${counted(givenSolutions, "given solution")}` : ""}. Expected to worst case:`,
    table(rows),
    `In all ${spans(total.calls)} calls, ${spans(total.draws)} draws, ${spans(total.tokens)} tokens; price: ${money(total.microUsd)}.`,
    ...assumptions.map((assumption) => `  - ${assumption}`),
  ].join("\n");
}
