// omega on simulated questions whose first errors are known exactly: texts are written and cut into lines as the model would, no server.
import { preparePrompt, randomFrom, simulatedProblems, truth, writeContinuation } from "../../infra/simulated/index.ts";
import type { Skill } from "../../infra/simulated/index.ts";
import { decide, omegaSearches } from "../../methods/search/index.ts";
import type { DrawSummary, Observation, RolloutPath, SearchConfiguration, SearchProblem } from "../../methods/search/index.ts";
import { sha256 } from "../../schemas/hash.ts";
import type { Probe } from "../../schemas/index.ts";

export interface OmegaRun {
  readonly expansions: number;
  /** Searches of a text that was searched before. */
  readonly repeats: number;
  /** Searches whose first error is not the oracle's. */
  readonly errors: number;
  /** Those drawn for the root included. */
  readonly rollouts: number;
}

const skill: Skill = { seed: 0, errorRate: 0.12, recoveryRate: 0, splitRate: 0 };

export function runOmega(questions: number, rootDraws: number, configuration: Extract<SearchConfiguration, { kind: "omega" }>): OmegaRun {
  const problems = simulatedProblems({ seed: 40, count: questions, steps: [8, 8] });
  const sums = { expansions: 0, repeats: 0, errors: 0, rollouts: 0 };
  for (const [index, { question }] of problems.entries()) {
    const writer = new Writer(question, index);
    const roots = Array.from({ length: rootDraws }, (_, draw) => writer.write("", 0, draw));
    for (const [solution, { text }] of roots.entries()) writer.texts.set(solution, text);
    const problem: SearchProblem = {
      root: {
        correct: roots.filter(({ draw }) => draw.outcome === "c").length,
        wrong: roots.filter(({ draw }) => draw.outcome === "w").length,
        invalid: 0,
      },
      solutions: roots.map(({ draw }, solution) => ({ solution, ...draw, steps: draw.prefixes.length })),
      seed: 0,
    };
    sums.rollouts += rootDraws;
    const observations: Observation[] = [];
    for (let decision = decide(problem, observations, configuration); decision.kind === "probe";) {
      for (const path of decision.paths ?? []) writer.follow(path);
      observations.push(...decision.probes.map((probe) => writer.answer(probe)));
      decision = decide(problem, observations, configuration);
    }
    const searched = new Set<string>();
    for (const search of omegaSearches(problem, observations, configuration)) {
      if (search.of !== null) writer.follow({ solution: search.solution, of: search.of });
      const text = writer.texts.get(search.solution) ?? "";
      const known = truth(question, text, skill);
      sums.expansions += 1;
      sums.repeats += Number(searched.has(text));
      sums.errors += Number(known.kind !== "truth" || known.firstError !== search.firstError);
      searched.add(text);
    }
    sums.rollouts += observations.reduce((sum, { count }) => sum + count, 0);
  }
  return sums;
}

/** Writes rollouts of one question and keeps the texts that a workflow would only know by number. */
class Writer {
  readonly texts = new Map<number, string>();
  private readonly question: string;
  private readonly index: number;

  constructor(question: string, index: number) {
    this.question = question;
    this.index = index;
  }

  /** Goes on after the first `step` lines of a text; the last line, the answer, belongs to the last step. */
  write(prefix: string, step: number, draw: number): { readonly text: string; readonly draw: DrawSummary } {
    const random = randomFrom(Number.parseInt(sha256(prefix).slice(0, 12), 16), this.index, draw);
    const prepared = preparePrompt(`${this.question}\n${prefix}`, "continues", skill);
    const written = writeContinuation(prepared, random);
    const text = (prefix + written.text).trim();
    const lines = stepLines(text);
    const prefixes = lines.slice(step).map((_, at) => Number.parseInt(sha256(prefixOf(text, step + at + 1)).slice(0, 12), 16));
    return { text, draw: { outcome: written.correct ? "c" : "w", tokens: Math.ceil(written.text.length / 4), prefixes } };
  }

  answer(probe: Probe): Observation {
    const prefix = prefixOf(this.texts.get(probe.solution) ?? "", probe.step);
    const draws = Array.from({ length: probe.count }, (_, draw) => this.write(prefix, probe.step, probe.from + draw).draw);
    const correct = draws.filter(({ outcome }) => outcome === "c").length;
    const tokens = draws.reduce((sum, draw) => sum + draw.tokens, 0);
    return { ...probe, correct, wrong: draws.length - correct, invalid: 0, distinct: draws.length, tokens, draws };
  }

  follow({ solution, of }: RolloutPath): void {
    const prefix = prefixOf(this.texts.get(of.solution) ?? "", of.step);
    this.texts.set(solution, this.write(prefix, of.step, of.draw).text);
  }
}

/** Lines "Step k: …"; the answer line goes with the last of them. */
function stepLines(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("Step "));
}

function prefixOf(text: string, steps: number): string {
  const lines = stepLines(text);
  return steps >= lines.length ? text : lines.slice(0, steps).join("\n");
}
