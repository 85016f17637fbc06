// Counts graded draws: the only thing of them that a workflow sees.
import type { ProbeCount } from "../schemas/index.ts";
import type { GradedDraw } from "./grade-draws.ts";

/** `distinct` = different texts among the valid draws; `reused` of them were in the ledger already. */
export function countDraws(graded: readonly GradedDraw[], reused: number): ProbeCount {
  const kinds = { correct: 0, wrong: 0, invalid: 0 };
  const texts = new Set<string>();
  let tokens = 0;
  for (const {
    draw,
    graded: { grade },
  } of graded) {
    kinds[grade.kind]++;
    tokens += draw.completionTokens;
    if (grade.kind !== "invalid") texts.add(draw.text.trim());
  }
  return { ...kinds, distinct: texts.size, tokens, reused };
}
