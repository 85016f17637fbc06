// Spend computed the slow way, from every call: what the running sums must equal.
import type { Ledger, ModelSpend, SpendFigures } from "../../../ledger/index.ts";
import type { Call, CallState } from "../../../schemas/index.ts";

/** All but droppedDraws, which calls do not tell. */
export async function recount(ledger: Ledger, campaign: string): Promise<Omit<ModelSpend, "droppedDraws">[]> {
  const calls = await ledger.calls(campaign);
  return [...new Set(calls.map(({ model }) => model))].sort().map((model) => {
    const of = (state: CallState) => calls.filter((call) => call.model === model && call.state === state);
    return {
      model,
      settled: sum(of("settled").map(answered)),
      unknown: sum(of("unknown").map(bound)),
      reserved: sum(of("reserved").map(bound)),
      failedCalls: of("failed").length,
    };
  });
}

/** settled + unknown + reserved of all models. */
export function committed(spend: readonly Omit<ModelSpend, "droppedDraws">[]): SpendFigures {
  return sum(spend.flatMap(({ settled, unknown, reserved }) => [settled, unknown, reserved]));
}

function bound({ boundTokens, boundMicroUsd }: Call): SpendFigures {
  return { calls: 1, promptTokens: 0, completionTokens: 0, tokens: boundTokens, microUsd: boundMicroUsd };
}

function answered(call: Call): SpendFigures {
  const { promptTokens, completionTokens, microUsd } = call;
  // Written off as paid: no usage is known, the bound stands for it.
  if (promptTokens === null || completionTokens === null) return bound(call);
  return { calls: 1, promptTokens, completionTokens, tokens: promptTokens + completionTokens, microUsd };
}

function sum(figures: readonly SpendFigures[]): SpendFigures {
  return figures.reduce(
    (a, b) => ({
      calls: a.calls + b.calls,
      promptTokens: a.promptTokens + b.promptTokens,
      completionTokens: a.completionTokens + b.completionTokens,
      tokens: a.tokens + b.tokens,
      microUsd: a.microUsd === null || b.microUsd === null ? null : a.microUsd + b.microUsd,
    }),
    { calls: 0, promptTokens: 0, completionTokens: 0, tokens: 0, microUsd: 0 },
  );
}
