// What a run is expected to cost, and the most that it can: calls, draws, tokens and money, before anything is paid.
import type { InputCheck } from "../activities/index.ts";
import { boundMicroUsd } from "../ledger/index.ts";
import { firstSuccessSchedule } from "../methods/search/index.ts";
import type { CampaignConfiguration, ModelConfiguration, Price } from "../schemas/index.ts";
import { assumptionSentences, assumptions, longestSteps, usualSteps, usualTokens } from "./estimate-assumptions.ts";
import { callsPerRequest, drawsPerCall, manyDraws, templateTokens } from "./estimate-calls.ts";
import { addSpans, span } from "./estimate-span.ts";
import type { Span } from "./estimate-span.ts";

export type { Span } from "./estimate-span.ts";

export interface ModelEstimate {
  readonly alias: string;
  readonly roles: readonly ("solver" | "completer")[];
  readonly calls: Span;
  readonly draws: Span;
  readonly promptTokens: Span;
  readonly completionTokens: Span;
  /** Millionths of a US dollar. */
  readonly microUsd: Span | "unknown";
}

export interface RunEstimate {
  readonly problems: number;
  readonly givenSolutions: number;
  readonly models: readonly ModelEstimate[];
  readonly total: { readonly calls: Span; readonly draws: Span; readonly tokens: Span; readonly microUsd: Span | "unknown" };
  /** free: every model asked is free; paid: all prices are known; unknown: some price is not. */
  readonly price: "free" | "paid" | "unknown";
  /** What both figures rest on, one sentence each. */
  readonly assumptions: readonly string[];
  /** Names the key of a budget that does not hold the first call of one problem; null otherwise. */
  readonly budgetFault: string | null;
}

type Work = Pick<ModelEstimate, "calls" | "draws" | "promptTokens" | "completionTokens">;

/** Pure. It grows with problems, sampled solutions and rollouts. Draws that the ledger already holds are not taken off. */
export function estimateRun(input: InputCheck, configuration: CampaignConfiguration): RunEstimate {
  const { sampling, models } = configuration;
  const completer = sampling.completer ?? sampling.solver;
  const parts: readonly { readonly alias: string; readonly role: "solver" | "completer"; readonly work: readonly Work[] }[] = [
    { alias: sampling.solver, role: "solver", work: [sampleWork(input, configuration)] },
    { alias: completer, role: "completer", work: [sampledProbes(input, configuration), givenProbes(input, configuration)] },
  ];
  const estimates = [...new Set(parts.map(({ alias }) => alias))].map((alias): ModelEstimate => {
    const own = parts.filter((part) => part.alias === alias);
    const model = models[alias];
    const work = add([...own.flatMap((part) => part.work), probingCall(model)]);
    return { alias, roles: own.map(({ role }) => role), ...work, microUsd: cost(model?.price ?? "unknown", work) };
  });
  const priced = estimates.flatMap(({ microUsd }) => (microUsd === "unknown" ? [] : [microUsd]));
  const microUsd = priced.length === estimates.length ? addSpans(priced) : "unknown";
  const free = estimates.every(({ alias }) => models[alias]?.price === "free");
  return {
    problems: input.usable,
    givenSolutions: input.given,
    models: estimates,
    total: {
      calls: addSpans(estimates.map(({ calls }) => calls)),
      draws: addSpans(estimates.map(({ draws }) => draws)),
      tokens: addSpans(estimates.flatMap(({ promptTokens, completionTokens }) => [promptTokens, completionTokens])),
      microUsd,
    },
    price: free ? "free" : microUsd === "unknown" ? "unknown" : "paid",
    assumptions: assumptionSentences(configuration, input),
    budgetFault: budgetFault(configuration),
  };
}

function sampleWork({ usable, questionBytes }: InputCheck, configuration: CampaignConfiguration): Work {
  const { solutions, sampling, models } = configuration;
  const calls = callsPerRequest(models[sampling.solver], [solutions.sample]);
  const template = templateTokens(configuration, "solve");
  const draws = usable * solutions.sample;
  return {
    calls: span(usable * calls.expected, usable * calls.worst),
    draws: span(draws, draws),
    promptTokens: span(
      calls.expected * (usable * template.expected + questionBytes / assumptions.bytesPerToken),
      calls.worst * (usable * template.worst + questionBytes),
    ),
    completionTokens: span(draws * usualTokens(sampling.maxTokens), draws * sampling.maxTokens),
  };
}

/** Probes of sampled solutions, whose number and length is not known before they are sampled. */
function sampledProbes({ usable, questionBytes }: InputCheck, configuration: CampaignConfiguration): Work {
  const { solutions, sampling, strategy } = configuration;
  const most = Math.min(solutions.sample, solutions.wrong + (onlyWrong(strategy) ? 0 : solutions.right));
  const usual =
    Math.min(solutions.wrong, assumptions.wrongShare * solutions.sample) +
    (onlyWrong(strategy) ? 0 : Math.min(solutions.right, (1 - assumptions.wrongShare) * solutions.sample));
  // Probes of one problem.
  const expected =
    (solutions.gate === "on" ? assumptions.pastGate : 1) * usual * prefixesProbed(strategy.kind, usualSteps(sampling.maxTokens));
  const worst = most * prefixesProbed(strategy.kind, longestSteps(sampling.maxTokens));
  return probeWork(
    configuration,
    { expected: usable * expected, worst: usable * worst },
    {
      expected: expected * (questionBytes / assumptions.bytesPerToken + (usable * usualTokens(sampling.maxTokens)) / 2),
      worst: worst * (questionBytes + usable * sampling.maxTokens),
    },
  );
}

/** Probes of given solutions: those of every-step are counted exactly. */
function givenProbes({ given, givenSteps, givenPromptBytes }: InputCheck, configuration: CampaignConfiguration): Work {
  const { strategy } = configuration;
  const prefixes = Math.max(0, givenSteps - given);
  if (prefixes === 0) return noWork;
  const share = onlyWrong(strategy) ? assumptions.wrongShare : 1;
  // log2 is concave: the solutions together need no more halvings than as many of the mean length, and one each for rounding up.
  const halvings = given * Math.log2(givenSteps / given);
  const probes =
    strategy.kind === "every-step"
      ? { expected: share * prefixes, worst: prefixes }
      : { expected: share * Math.min(prefixes, halvings), worst: Math.min(prefixes, halvings + given) };
  return probeWork(configuration, probes, {
    expected: ((probes.expected / prefixes) * givenPromptBytes) / assumptions.bytesPerToken,
    worst: givenPromptBytes,
  });
}

/** `texts`: tokens of question and prefix over all probes, each counted once. */
function probeWork({ strategy, sampling, models, ...rest }: CampaignConfiguration, probes: Span, texts: Span): Work {
  const { k, stop } = strategy;
  const template = templateTokens({ strategy, sampling, models, ...rest }, "continue");
  const calls = callsPerRequest(models[sampling.completer ?? sampling.solver], stop === "first_success" ? firstSuccessSchedule(k) : [k]);
  const made = stop === "first_success" ? assumptions.firstSuccessShare : 1;
  const draws = { expected: probes.expected * k * made, worst: probes.worst * k };
  return {
    calls: span(probes.expected * calls.expected * made, probes.worst * calls.worst),
    draws: span(draws.expected, draws.worst),
    promptTokens: span(
      calls.expected * made * (probes.expected * template.expected + texts.expected),
      calls.worst * (probes.worst * template.worst + texts.worst),
    ),
    completionTokens: span((draws.expected * usualTokens(sampling.maxTokens)) / 2, draws.worst * sampling.maxTokens),
  };
}

/** Prefixes of a solution of `steps` steps that a strategy probes at most. */
function prefixesProbed(strategy: "every-step" | "bisect", steps: number): number {
  return strategy === "every-step" ? steps - 1 : Math.ceil(Math.log2(steps));
}

function onlyWrong(strategy: CampaignConfiguration["strategy"]): boolean {
  return strategy.kind === "bisect" || strategy.probe === "wrong";
}

/** The one small call that finds out what an endpoint can do, where nobody has said so. */
function probingCall(model: ModelConfiguration | undefined): Work {
  if ((model?.provider !== "openai" && model?.provider !== "anthropic") || model.capabilities !== undefined) return noWork;
  return { calls: span(1, 2), draws: span(2, 2), promptTokens: span(64, 1024), completionTokens: span(32, 32) };
}

/** The least that a problem's first call reserves, against each limit. */
function budgetFault(configuration: CampaignConfiguration): string | null {
  const { budget, solutions, sampling, strategy, models } = configuration;
  const alias = solutions.sample > 0 ? sampling.solver : (sampling.completer ?? sampling.solver);
  const model = models[alias];
  const asked = solutions.sample > 0 ? solutions.sample : strategy.stop === "first_success" ? 1 : strategy.k;
  const draws = manyDraws(model) === "yes" ? Math.min(asked, drawsPerCall) : 1;
  const calls = solutions.sample > 0 ? callsPerRequest(model, [solutions.sample]).expected : 1;
  const first = {
    promptTokens: templateTokens(configuration, solutions.sample > 0 ? "solve" : "continue").worst,
    completionTokens: draws * sampling.maxTokens,
  };
  const tokens = first.promptTokens + first.completionTokens;
  const micro = boundMicroUsd(model?.price ?? "unknown", first);
  if (budget.calls !== undefined && budget.calls < calls)
    return `budget.calls is ${budget.calls}, and one problem needs ${calls} calls for its solutions alone; raise it.`;
  if (budget.tokens !== undefined && budget.tokens < tokens)
    return `budget.tokens is ${budget.tokens}, and the first call of one problem may need ${tokens}; raise it, or lower sampling.maxTokens.`;
  if (budget.usd !== undefined && micro !== null && budget.usd * 1e6 < micro)
    return `budget.usd is ${budget.usd}, and the first call of one problem may cost ${(micro / 1e6).toFixed(6)}; raise it, or lower sampling.maxTokens.`;
  return null;
}

function cost(price: Price, { calls, promptTokens, completionTokens }: Work): Span | "unknown" {
  if (price === "unknown") return "unknown";
  if (price === "free") return span(0, 0);
  const at = (pick: "expected" | "worst"): number =>
    price.inputPerMillion * promptTokens[pick] + price.outputPerMillion * completionTokens[pick];
  // Each call is rounded up to a whole millionth.
  return span(at("expected"), at("worst") + calls.worst);
}

function add(parts: readonly Work[]): Work {
  return {
    calls: addSpans(parts.map(({ calls }) => calls)),
    draws: addSpans(parts.map(({ draws }) => draws)),
    promptTokens: addSpans(parts.map(({ promptTokens }) => promptTokens)),
    completionTokens: addSpans(parts.map(({ completionTokens }) => completionTokens)),
  };
}

const none: Span = { expected: 0, worst: 0 };
const noWork: Work = { calls: none, draws: none, promptTokens: none, completionTokens: none };
