// The rows of every table that one problem comes to: pure, the same evidence gives the same rows.
import { solutionId } from "../datasets/index.ts";
import type { ShardTables } from "../datasets/index.ts";
import { checkerVersion } from "../methods/answers/index.ts";
import { promptVersion } from "../methods/prompts/index.ts";
import { prefixText, segmenterVersion } from "../methods/steps/index.ts";
import { canonicalJson, sha256 } from "../schemas/hash.ts";
import type { Call, CampaignConfiguration, Grade, ModelConfiguration, Solution } from "../schemas/index.ts";
import { modelName } from "./models/index.ts";
import type { LabelledSolution, MeasuredPrefix, ProblemEvidence } from "./problem-evidence.ts";
import { completerAlias, solverAlias } from "./roles.ts";

export interface RowContext {
  readonly configuration: CampaignConfiguration;
  readonly configurationHash: string;
}

export function problemRows(
  { configuration, configurationHash }: RowContext,
  evidence: ProblemEvidence,
  calls: readonly Call[],
): ShardTables {
  const { problem, root } = evidence;
  const shared = { campaign: configuration.name, problem_id: problem.problem, configuration_hash: configurationHash };
  const rootCounts = { root_c: root?.count.correct ?? null, root_k: root?.count.k ?? null };
  const hash = prefixHasher(problem.question);
  return {
    problems: [
      {
        ...shared,
        ...rootCounts,
        row: problem.row,
        shard: problem.shard,
        source_id: problem.sourceId,
        question: problem.question,
        gold: problem.gold,
        reference: problem.reference,
        domain: problem.domain,
        split: problem.split,
        answer_type: canonicalJson(problem.answerType),
        outcome: problem.outcome,
        outcome_reason: problem.reason,
      },
    ],
    solutions: evidence.solutions.map(({ solution, labels }) => ({
      ...shared,
      solution_id: solutionId(problem.problem, solution.solution),
      solution: solution.solution,
      origin: solution.origin,
      text: solution.text,
      steps: solution.steps.length,
      outcome: solution.outcome,
      grade: solution.grade.kind,
      grade_reason: gradeReason(solution.grade),
      answer: solution.answer,
      first_error: labels?.firstError ?? null,
      mark: solution.mark,
      human_first_error: solution.humanFirstError,
      duplicate_of: solution.duplicateOf,
      tokens: solution.tokens,
      request_key: solution.draw?.requestKey ?? null,
      draw: solution.draw?.draw ?? null,
    })),
    steps: evidence.solutions.flatMap((labelled) =>
      stepRows(labelled, hash).map((row) => ({ ...shared, ...rootCounts, ...provenance(configuration, labelled.solution), ...row })),
    ),
    prefixes: evidence.prefixes.map((prefix) => ({
      ...shared,
      solution_id: prefix.solution === -1 ? null : solutionId(problem.problem, prefix.solution),
      solution: prefix.solution,
      prefix_steps: prefix.count.step,
      prefix_hash: hash(textOf(evidence, prefix)),
      c: prefix.count.correct,
      k: prefix.count.k,
      wrong: prefix.count.k - prefix.count.correct,
      invalid: prefix.count.invalid,
      k_distinct: prefix.count.distinct,
      stop_rule: prefix.count.stop,
      draws: prefix.draws.length,
      tokens: prefix.tokens,
      model: prefix.model,
      request_key: prefix.requestKey,
    })),
    rollouts: evidence.prefixes.flatMap(({ solution, count, requestKey, draws }) =>
      draws.map(({ draw, grade }) => ({
        campaign: configuration.name,
        problem_id: problem.problem,
        solution_id: solution === -1 ? null : solutionId(problem.problem, solution),
        solution,
        prefix_steps: count.step,
        draw: draw.draw,
        request_key: requestKey,
        outcome: grade.grade.kind,
        reason: gradeReason(grade.grade),
        answer: grade.answer,
        canonical: grade.canonical,
        method: grade.method,
        grader: grade.grader,
        finish: draw.finish,
        completion_tokens: draw.completionTokens,
        mean_logprob: draw.meanLogprob,
        text: draw.text,
      })),
    ),
    calls: calls.map((call) => callRow(configuration.name, call)),
  };
}

function stepRows({ solution, labels }: LabelledSolution, hash: (prefix: string) => string) {
  return (labels?.steps ?? []).flatMap(({ step, count, hard, soft, implied }) => {
    const span = solution.steps[step];
    if (span === undefined || labels === null) return [];
    return [
      {
        solution_id: solutionId(solution.problem, solution.solution),
        solution: solution.solution,
        step,
        steps: solution.steps.length,
        start: span.start,
        end: span.end,
        text: solution.text.slice(span.start, span.end),
        prefix_hash: hash(solution.text.slice(0, span.end)),
        c: count?.correct ?? null,
        k: count?.k ?? null,
        k_distinct: count?.distinct ?? null,
        invalid: count?.invalid ?? null,
        stop_rule: count?.stop ?? null,
        hard,
        soft,
        implied,
        first_error: labels.firstError,
        outcome: solution.outcome,
      },
    ];
  });
}

function provenance(configuration: CampaignConfiguration, { origin }: Solution) {
  const name = (alias: string): string => {
    const model: ModelConfiguration | undefined = configuration.models[alias];
    return model === undefined ? alias : modelName(model);
  };
  const { continuation } = configuration.sampling;
  return {
    solver: origin === "given" ? null : name(solverAlias(configuration)),
    completer: name(completerAlias(configuration)),
    prompt_version: `${promptVersion("solve", continuation)}+${promptVersion("continue", continuation)}`,
    checker_version: checkerVersion,
    segmenter_version: segmenterVersion,
  };
}

const prefixHasher =
  (question: string) =>
  (prefix: string): string =>
    sha256(canonicalJson([question, prefix]));

function textOf({ solutions }: ProblemEvidence, { solution: index, count: { step } }: MeasuredPrefix): string {
  const found = solutions.find(({ solution }) => solution.solution === index)?.solution;
  return found === undefined ? "" : prefixText(found.text, found.steps, step);
}

const gradeReason = (grade: Grade): string | null => (grade.kind === "correct" ? null : grade.reason);

/** A call belongs to the part of the shard whose problem it was made for. */
export function callRow(campaign: string, call: Call): ShardTables["calls"][number] {
  return {
    campaign,
    call: call.call,
    problem_id: call.problem,
    model: call.model,
    request_key: call.requestKey,
    from_draw: call.from,
    draws: call.count,
    state: call.state,
    attempt: call.attempt,
    owner: call.owner,
    started_at: call.startedAt,
    latency_ms: call.latencyMs,
    bound_tokens: call.boundTokens,
    bound_micro_usd: call.boundMicroUsd,
    prompt_tokens: call.promptTokens,
    completion_tokens: call.completionTokens,
    micro_usd: call.microUsd,
    usd: call.microUsd === null ? null : call.microUsd / 1e6,
    error: call.error,
  };
}
