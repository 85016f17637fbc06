// The campaign's two tasks for models, as prompts: write a solution, continue a prefix.
import { continuePrompt, solvePrompt } from "../methods/prompts/index.ts";
import type { Prompt } from "../methods/prompts/index.ts";
import { prefixText } from "../methods/steps/index.ts";
import type { CampaignConfiguration, Problem, Solution } from "../schemas/index.ts";

export function solverPrompt({ sampling }: CampaignConfiguration, { question, answerType }: Problem): Prompt {
  return solvePrompt({ question, answerType, continuation: sampling.continuation });
}

/** The prompt after the first `steps` steps of a solution; 0 is the bare problem. */
export function completerPrompt(configuration: CampaignConfiguration, problem: Problem, solution: Solution, steps: number): Prompt {
  return steps === 0
    ? solverPrompt(configuration, problem)
    : continuePrompt({
        question: problem.question,
        answerType: problem.answerType,
        continuation: configuration.sampling.continuation,
        prefix: prefixText(solution.text, solution.steps, steps),
        steps,
      });
}

export const solverAlias = ({ sampling }: CampaignConfiguration): string => sampling.solver;
export const completerAlias = ({ sampling }: CampaignConfiguration): string => sampling.completer ?? sampling.solver;
