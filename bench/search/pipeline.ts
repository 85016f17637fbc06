// posterior through the real pipeline and, beside it, on the same simulated reasoner without one: both must behave the same.
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openCampaignTables } from "../../datasets/index.ts";
import { preparePrompt, randomFrom, simulatedProblems, truth, writeContinuation } from "../../infra/simulated/index.ts";
import type { SimulatedProblem, Skill } from "../../infra/simulated/index.ts";
import { likeliestFirstError, measuredPrefixes } from "../../methods/labels/index.ts";
import { chooseSolutions, decide } from "../../methods/search/index.ts";
import type { Observation, SearchConfiguration, SearchProblem } from "../../methods/search/index.ts";
import type { PrefixCount, Probe, SolutionSummary } from "../../schemas/index.ts";
import { startModelProcess, startRun, writeCampaign } from "../support/campaign.ts";

export interface Behaviour {
  readonly solutions: number;
  /** Share of the wrong solutions whose likeliest first error is the true one. */
  readonly exact: number;
  readonly rollouts: number;
}

const skill = { seed: 0, errorRate: 0.05, recoveryRate: 0.05, splitRate: 0.3 } satisfies Skill;
const sample = 16;
const wrong = 4;
const posterior: SearchConfiguration = { kind: "posterior", confidence: 0.9, limit: 64 };
const problems = simulatedProblems({ seed: 5, count: 60, steps: [8, 14] });

interface Named {
  readonly isExact: boolean;
  readonly rollouts: number;
}

export async function pipelineBehaviour(): Promise<Behaviour> {
  const model = await startModelProcess(skill);
  const configuration = {
    sampling: { solver: "reasoner", maxTokens: 1024 },
    solutions: { sample, wrong, right: 0 },
    strategy: posterior,
  };
  const campaign = await writeCampaign({ problems: 0, modelUrl: model.url, configuration });
  try {
    await writeFile(join(campaign.folder, "problems.jsonl"), problems.map((problem) => `${JSON.stringify(problem)}\n`).join(""));
    const child = startRun(campaign.file);
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error(`The run ended with ${code}: ${child.complaint()}`);
    return behaviour(await readNamed(campaign.out));
  } finally {
    await model.stop();
    await campaign.remove();
  }
}

async function readNamed(folder: string): Promise<Named[]> {
  const tables = await openCampaignTables(folder);
  try {
    const named: Named[] = [];
    for (const solution of await tables.readLabelledSolutions(problems.length * wrong)) {
      const problem = await tables.readProblem(solution.problem_id);
      const prefixes = await tables.readPrefixes(solution.solution_id);
      if (problem === null || solution.outcome !== "wrong") continue;
      const counts = prefixes.map((row) => count(row.prefix_steps, row.c, row.k));
      const root = count(0, problem.root_c ?? 0, problem.root_k ?? 0);
      named.push({
        isExact: isExact(problem.question, solution.text, solution.steps, root, counts),
        rollouts: prefixes.reduce((sum, { draws }) => sum + draws, 0),
      });
    }
    return named;
  } finally {
    await tables.close();
  }
}

/** The same problems, searched in memory: other random numbers, so the same only on average. */
export function memoryBehaviour(): Behaviour {
  return behaviour(problems.flatMap((problem, index) => searchInMemory(problem, index)));
}

function searchInMemory({ question }: SimulatedProblem, index: number): Named[] {
  const write = (prefix: string, ...words: readonly number[]) =>
    writeContinuation(preparePrompt(`${question}\n${prefix}`, "continues", skill), randomFrom(index, ...words));
  const texts = Array.from({ length: sample }, (_, draw) => write("", 0, 0, draw));
  const correct = texts.filter((each) => each.correct).length;
  if (correct === 0 || correct === sample) return [];
  const summaries = texts.map(({ text, correct: isRight }, solution): SolutionSummary => ({
    solution,
    origin: "sampled",
    outcome: isRight ? "c" : "w",
    steps: stepLines(text).length,
    tokens: text.length,
    duplicateOf: texts.findIndex((other) => other.text === text),
  }));
  const solutions = chooseSolutions({ solutions: summaries, wrong, right: 0 });
  const problem: SearchProblem = { root: { correct, wrong: sample - correct, invalid: 0 }, solutions, seed: 0 };
  const answer = (probe: Probe): Observation => {
    const prefix = `${stepLines(texts[probe.solution]?.text ?? "")
      .slice(0, probe.step)
      .join("\n")}\n`;
    const draws = Array.from({ length: probe.count }, (_, draw) => write(prefix, probe.solution + 1, probe.step, probe.from + draw));
    const right = draws.filter((each) => each.correct).length;
    return { ...probe, correct: right, wrong: probe.count - right, invalid: 0, distinct: probe.count, tokens: 0 };
  };
  const observations: Observation[] = [];
  for (
    let decision = decide(problem, observations, posterior);
    decision.kind === "probe";
    decision = decide(problem, observations, posterior)
  )
    observations.push(...decision.probes.map(answer));
  return solutions.map(({ solution, steps }) => {
    const own = observations.filter((observation) => observation.solution === solution);
    const counts = own.map((each) => count(each.step, each.correct, each.correct + each.wrong));
    return {
      isExact: isExact(question, texts[solution]?.text ?? "", steps, count(0, correct, sample), counts),
      rollouts: own.reduce((sum, each) => sum + each.count, 0),
    };
  });
}

function isExact(question: string, text: string, steps: number, root: PrefixCount, counts: readonly PrefixCount[]): boolean {
  const known = truth(question, text, skill);
  const named = likeliestFirstError(measuredPrefixes({ outcome: "wrong", steps, root, counts }));
  return known.kind === "truth" && named?.firstError === known.firstError;
}

function count(step: number, correct: number, k: number): PrefixCount {
  return { step, correct, k, invalid: 0, distinct: k, stop: "fixed" };
}

function stepLines(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("Step "));
}

function behaviour(named: readonly Named[]): Behaviour {
  return {
    solutions: named.length,
    exact: named.filter((each) => each.isExact).length / named.length,
    rollouts: named.reduce((sum, { rollouts }) => sum + rollouts, 0) / named.length,
  };
}
