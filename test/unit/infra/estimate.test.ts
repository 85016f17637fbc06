// Estimates: the worst case is above the expected one, both grow with what makes a run larger, and small cases are counted by hand.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InputCheck } from "../../../activities/index.ts";
import { estimateRun } from "../../../infra/estimate.ts";
import type { RunEstimate, Span } from "../../../infra/estimate.ts";
import { campaignSchema } from "../../../schemas/index.ts";
import type { CampaignConfiguration } from "../../../schemas/index.ts";

interface Shape {
  readonly sample: number;
  readonly k: number;
  readonly kind: "every-step" | "bisect";
  readonly stop: "fixed" | "first_success";
  readonly probe: "wrong" | "all";
  readonly gate: "on" | "off";
  readonly wrong: number;
  readonly right: number;
  readonly maxTokens: number;
  readonly model: "known" | "not known" | "anthropic";
  readonly problems: number;
  readonly given: number;
  readonly steps: number;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  sample: fc.integer({ min: 1, max: 200 }),
  k: fc.integer({ min: 1, max: 63 }),
  kind: fc.constantFrom("every-step", "bisect"),
  stop: fc.constantFrom("fixed", "first_success"),
  probe: fc.constantFrom("wrong", "all"),
  gate: fc.constantFrom("on", "off"),
  wrong: fc.integer({ min: 0, max: 8 }),
  right: fc.integer({ min: 0, max: 8 }),
  maxTokens: fc.integer({ min: 1, max: 4096 }),
  model: fc.constantFrom("known", "not known", "anthropic"),
  problems: fc.integer({ min: 1, max: 10_000 }),
  given: fc.integer({ min: 0, max: 3 }),
  steps: fc.integer({ min: 1, max: 30 }),
});

const capabilities = { temperature: true, n: true, seed: true, logprobs: false, assistantPrefix: true };
const price = { inputPerMillion: 0.3, outputPerMillion: 1.5 };

function configured(of: Shape, change: object = {}): CampaignConfiguration {
  const models = {
    known: { provider: "openai", model: "m", capabilities, price },
    "not known": { provider: "openai", model: "m", price },
    anthropic: { provider: "anthropic", model: "m", price },
  } as const;
  return campaignSchema.parse({
    name: "c",
    problems: { path: "p.jsonl", columns: { solutions: [{ text: "solution" }] } },
    models: { m: models[of.model] },
    sampling: { solver: "m", maxTokens: of.maxTokens },
    solutions: { sample: of.sample, gate: of.gate, wrong: of.wrong, right: of.right },
    strategy: { kind: of.kind, k: of.k, stop: of.stop, probe: of.probe },
    ...change,
  });
}

function sized({ problems, given, steps }: Shape): InputCheck {
  const count = problems * given;
  const prefixBytes = (20 * steps * (steps - 1)) / 2;
  return {
    usable: problems,
    invalid: [],
    questionBytes: 100 * problems,
    given: count,
    givenSteps: count * steps,
    givenBytes: count * steps * 20,
    givenPromptBytes: count * (prefixBytes + 100 * (steps - 1)),
  };
}

function spans({ models, total }: RunEstimate): readonly Span[] {
  const all = [total, ...models].flatMap((each) => Object.values(each) as unknown[]);
  return all.filter((value): value is Span => typeof value === "object" && value !== null && "worst" in value);
}

describe("estimateRun", () => {
  it("puts no expected figure above the worst one, and gives whole numbers", () => {
    fc.assert(
      fc.property(shape, (of) => {
        const all = spans(estimateRun(sized(of), configured(of)));
        expect(all.length).toBe(9);
        for (const { expected, worst } of all) {
          expect(expected).toBeLessThanOrEqual(worst);
          expect(Number.isSafeInteger(expected) && Number.isSafeInteger(worst)).toBe(true);
        }
      }),
    );
  });

  it.each(["k", "sample", "problems"] as const)("never falls when %s grows", (what) => {
    fc.assert(
      fc.property(shape, (of) => {
        const larger = { ...of, [what]: of[what] + 1 };
        const [before, after] = [spans(estimateRun(sized(of), configured(of))), spans(estimateRun(sized(larger), configured(larger)))];
        for (const [index, span] of before.entries()) {
          expect(after[index]?.expected).toBeGreaterThanOrEqual(span.expected);
          expect(after[index]?.worst).toBeGreaterThanOrEqual(span.worst);
        }
      }),
    );
  });

  it("counts the rollouts of given solutions exactly: k for every step but the last", () => {
    const of: Shape = {
      sample: 1,
      k: 4,
      kind: "every-step",
      stop: "fixed",
      probe: "all",
      gate: "off",
      wrong: 0,
      right: 0,
      maxTokens: 64,
      model: "known",
      problems: 10,
      given: 2,
      steps: 6,
    };
    const { total, givenSolutions } = estimateRun(sized(of), configured(of));
    expect(givenSolutions).toBe(20);
    const rollouts = 20 * 5 * 4;
    expect(total.draws).toEqual({ expected: 10 + rollouts, worst: 10 + rollouts });
    expect(total.calls).toEqual({ expected: 10 + 100, worst: 10 + 100 });
  });

  it("bounds binary search by the halvings of a solution", () => {
    const of: Shape = {
      sample: 1,
      k: 4,
      kind: "bisect",
      stop: "fixed",
      probe: "wrong",
      gate: "off",
      wrong: 0,
      right: 0,
      maxTokens: 64,
      model: "known",
      problems: 1,
      given: 1,
      steps: 9,
    };
    // ceil(log2 9) = 4 prefixes at most; log2 9 + 1 = 4.17 of them, 4 draws each, is the bound that needs no single lengths.
    const { total } = estimateRun(sized(of), configured(of));
    expect(total.draws.worst).toBeGreaterThanOrEqual(1 + 16);
    expect(total.draws.worst).toBeLessThanOrEqual(1 + 17);
  });

  it("counts one draw a call at worst where it is not known whether the endpoint takes n, and always for Anthropic's wire", () => {
    const of: Shape = {
      sample: 8,
      k: 1,
      kind: "every-step",
      stop: "fixed",
      probe: "all",
      gate: "off",
      wrong: 0,
      right: 0,
      maxTokens: 64,
      model: "known",
      problems: 10,
      given: 0,
      steps: 1,
    };
    const calls = (model: Shape["model"]) => estimateRun(sized(of), configured({ ...of, model })).total.calls;
    expect(calls("known")).toEqual({ expected: 10, worst: 10 });
    // One more, at worst two, to find out what the endpoint can do.
    expect(calls("not known")).toEqual({ expected: 11, worst: 82 });
    expect(calls("anthropic")).toEqual({ expected: 81, worst: 82 });
  });

  it("splits the work between solver and completer, and is unknown in sum as soon as one price is", () => {
    const of: Shape = {
      sample: 4,
      k: 4,
      kind: "every-step",
      stop: "fixed",
      probe: "all",
      gate: "off",
      wrong: 2,
      right: 2,
      maxTokens: 64,
      model: "known",
      problems: 10,
      given: 0,
      steps: 1,
    };
    const estimate = estimateRun(
      sized(of),
      configured(of, {
        models: { big: { provider: "openai", model: "b", capabilities, price }, small: { provider: "openai", model: "s", capabilities } },
        sampling: { solver: "big", completer: "small", maxTokens: 64 },
      }),
    );
    expect(estimate.models.map(({ alias, roles }) => [alias, roles])).toEqual([
      ["big", ["solver"]],
      ["small", ["completer"]],
    ]);
    expect(estimate.models.map(({ microUsd }) => typeof microUsd)).toEqual(["object", "string"]);
    expect(estimate).toMatchObject({ price: "unknown", total: { microUsd: "unknown" } });
  });

  it("costs nothing where every model that is asked is free", () => {
    const of: Shape = {
      sample: 4,
      k: 4,
      kind: "every-step",
      stop: "fixed",
      probe: "all",
      gate: "on",
      wrong: 2,
      right: 2,
      maxTokens: 64,
      model: "known",
      problems: 10,
      given: 0,
      steps: 1,
    };
    const free = configured(of, {
      models: { tiny: { provider: "local" }, other: { provider: "openai", model: "not asked" } },
      sampling: { solver: "tiny", continuation: "completion" },
    });
    expect(estimateRun(sized(of), free)).toMatchObject({ price: "free", total: { microUsd: { expected: 0, worst: 0 } } });
  });

  it("prices tokens at list price", () => {
    const of: Shape = {
      sample: 4,
      k: 4,
      kind: "every-step",
      stop: "fixed",
      probe: "all",
      gate: "on",
      wrong: 2,
      right: 2,
      maxTokens: 64,
      model: "known",
      problems: 10,
      given: 0,
      steps: 1,
    };
    const [model] = estimateRun(sized(of), configured(of)).models;
    const worst = 0.3 * (model?.promptTokens.worst ?? 0) + 1.5 * (model?.completionTokens.worst ?? 0);
    expect(model?.microUsd).toMatchObject({ worst: Math.ceil(worst + (model?.calls.worst ?? 0)) });
  });

  describe("budgetFault", () => {
    const of: Shape = {
      sample: 4,
      k: 4,
      kind: "every-step",
      stop: "fixed",
      probe: "all",
      gate: "on",
      wrong: 2,
      right: 2,
      maxTokens: 64,
      model: "known",
      problems: 10,
      given: 0,
      steps: 1,
    };
    const fault = (budget: object, model: Shape["model"] = "known") =>
      estimateRun(sized(of), configured({ ...of, model }, { budget })).budgetFault;

    it.each([
      ["calls", { calls: 0 }],
      ["tokens", { tokens: 300 }],
      ["usd", { usd: 0.0001 }],
    ])("names budget.%s when it does not hold the first call", (limit, budget) => {
      expect(fault(budget)).toMatch(new RegExp(`^budget\\.${limit} is .*; raise it`));
    });

    it("counts one call a solution where the endpoint brings one draw a call", () => {
      expect([fault({ calls: 3 }, "anthropic"), fault({ calls: 4 }, "anthropic"), fault({ calls: 1 })]).toEqual([
        "budget.calls is 3, and one problem needs 4 calls for its solutions alone; raise it.",
        null,
        null,
      ]);
    });

    it("is null without a budget, and for one that holds a problem", () => {
      expect([fault({}), fault({ usd: 1, tokens: 100_000, calls: 100 })]).toEqual([null, null]);
    });
  });
});
