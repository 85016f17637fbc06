// A storm of every fault at once: all draws come in the end, and the server's own count lies between settled and settled + unknown.
import { ApplicationFailure } from "@temporalio/common";
import { describe, expect, test } from "vitest";
import { fetchDraws } from "../../../../activities/models/index.ts";
import { simulatedProblems } from "../../../../infra/simulated/index.ts";
import { ask, openSetting, promptFor, wires } from "./setting.ts";

const faults = {
  rate_limit: 0.08,
  server_error: 0.06,
  overloaded: 0.04,
  malformed: 0.06,
  drop_before: 0.06,
  drop_during: 0.06,
  short: 0.1,
};

describe.each(wires)("a fault storm over the %s wire", (wire) => {
  test("loses nothing and accounts for everything", async () => {
    const setting = await openSetting({ seed: 3, faults, retryAfter: { form: "milliseconds", milliseconds: 2 } });
    const access = setting.access(wire);
    const problems = simulatedProblems({ seed: 5, count: 40, steps: [2, 4] });

    const attempts = problems.map(async ({ question }, index) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await fetchDraws(access, { ...ask(wire, 0, 5, `request ${index}`), prompt: promptFor(wire, question), attempt });
        } catch (error) {
          if (!(error instanceof ApplicationFailure) || error.nonRetryable === true || attempt === 40) throw error;
        }
      }
    });
    const results = await Promise.all(attempts);
    expect(results.every((result) => result.kind === "draws" && result.draws.length === 5)).toBe(true);

    const counted = setting.server.counts();
    expect(Object.keys(counted.byFault).length).toBeGreaterThan(4);
    const [spend] = await setting.ledger.spend("campaign");
    if (spend === undefined) throw new Error("Nothing was booked.");
    const { settled, unknown, reserved } = spend;
    expect(reserved.calls).toBe(0);
    expect(unknown.calls).toBeGreaterThan(0);
    expect(counted.requests).toBeGreaterThanOrEqual(settled.calls);
    expect(counted.requests).toBeLessThanOrEqual(settled.calls + unknown.calls);
    const tokens = counted.promptTokens + counted.completionTokens;
    expect(tokens).toBeGreaterThanOrEqual(settled.tokens);
    expect(tokens).toBeLessThanOrEqual(settled.tokens + unknown.tokens);
    const microUsd = counted.promptTokens + 2 * counted.completionTokens;
    expect(microUsd).toBeGreaterThanOrEqual(settled.microUsd ?? Number.NaN);
    expect(microUsd).toBeLessThanOrEqual((settled.microUsd ?? 0) + (unknown.microUsd ?? 0));

    await setting.close();
  });
});

test("a storm changes no byte of a draw where a call brings one", async () => {
  const seen = [];
  for (const storm of [{}, faults]) {
    const setting = await openSetting({ seed: 3, faults: storm, retryAfter: { form: "milliseconds", milliseconds: 2 } });
    const access = setting.access("chat", { n: false });
    const texts = [];
    while (texts.length === 0) {
      const result = await fetchDraws(access, ask("chat", 0, 30)).catch((error: unknown) => {
        if (!(error instanceof ApplicationFailure)) throw error;
        return null;
      });
      if (result?.kind === "draws") texts.push(...result.draws.map(({ text }) => text));
    }
    seen.push(texts);
    await setting.close();
  }
  expect(seen[0]).toHaveLength(30);
  expect(seen[1]).toEqual(seen[0]);
});
