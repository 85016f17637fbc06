// A solution as workflows see it: numbers and a letter.
import type { Solution, SolutionSummary } from "../schemas/index.ts";

export function solutionSummary({ solution, origin, outcome, steps, tokens, duplicateOf }: Solution): SolutionSummary {
  const letters = { correct: "c", wrong: "w", ungraded: "u" } as const;
  return { solution, origin, outcome: letters[outcome], steps: steps.length, tokens: tokens ?? 0, duplicateOf };
}
