// Records that the ledger's tests put in: each with defaults, any field of which a test may name.
import { sha256 } from "../../../schemas/hash.ts";
import type { GradeRecord, ProbeRecord, Problem, Solution } from "../../../schemas/index.ts";
import type { CampaignRecord, Ledger, Reservation, Settlement } from "../../../ledger/index.ts";

export const key = (name: string | number): string => sha256(String(name));

export const aCampaign = (change: Partial<CampaignRecord> = {}): CampaignRecord => ({
  campaign: "c",
  configuration: '{"seed":1}',
  configurationHash: "configuration",
  inputHash: "input",
  rows: 3,
  budget: {},
  createdAt: 1_700_000_000_000,
  ...change,
});

export const aReservation = (change: Partial<Reservation> = {}): Reservation => ({
  campaign: "c",
  problem: "p",
  model: "m",
  requestKey: key("request"),
  from: 0,
  count: 4,
  boundTokens: 100,
  boundMicroUsd: 50,
  attempt: 1,
  owner: "worker",
  leaseMs: 60_000,
  ...change,
});

export const anAnswer = (texts: readonly string[], change: Partial<Settlement> = {}): Settlement => ({
  draws: texts.map((text) => ({ text, finish: "stop" as const, completionTokens: 5, meanLogprob: -0.5 })),
  promptTokens: 10,
  completionTokens: 5 * texts.length,
  microUsd: 20,
  latencyMs: 12.5,
  ...change,
});

export const aProblem = (problem: string, change: Partial<Problem> = {}): Problem => ({
  problem,
  row: 0,
  sourceId: null,
  question: `What is ${problem}?`,
  gold: "4",
  reference: null,
  domain: null,
  split: null,
  answerType: { kind: "math" },
  ...change,
});

export const aSolution = (problem: string, solution: number, change: Partial<Solution> = {}): Solution => ({
  problem,
  solution,
  origin: "given",
  text: "Two.\nFour.",
  steps: [
    { start: 0, end: 5 },
    { start: 5, end: 10 },
  ],
  outcome: "correct",
  grade: { kind: "correct" },
  answer: "4",
  tokens: null,
  duplicateOf: solution,
  mark: true,
  humanFirstError: -1,
  draw: null,
  ...change,
});

export const aProbe = (change: Partial<ProbeRecord> = {}): ProbeRecord => ({
  problem: "p",
  solution: 0,
  step: 1,
  from: 0,
  count: 8,
  stop: "fixed",
  model: "m",
  requestKey: key("request"),
  used: 8,
  ...change,
});

export const aGrade = (draw: number, change: Partial<GradeRecord> = {}): GradeRecord => ({
  requestKey: key("request"),
  draw,
  grader: "math/1",
  grade: { kind: "correct" },
  answer: "4",
  canonical: "number:4/1",
  method: "exact_text",
  ...change,
});

/** The number of a call that is expected to be reserved. */
export async function reserved(ledger: Ledger, change: Partial<Reservation> = {}): Promise<number> {
  const result = await ledger.reserve(aReservation(change));
  if (result.kind !== "reserved") throw new Error(`Not reserved: ${JSON.stringify(result)}`);
  return result.call;
}
