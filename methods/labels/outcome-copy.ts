// outcome copy: every step bears the solution's own grade (OVM, Yu et al. 2023, arXiv:2311.09724).
import type { MeasuredPrefixes } from "./evidence.ts";

/** y_t = 1[final answer right] for all t; null where it is ungraded. Needs no rollout. */
export function outcomeCopy(prefixes: MeasuredPrefixes): (boolean | null)[] {
  const grade = prefixes.at(-1);
  const isRight = prefixes.length < 2 || grade === null || grade === undefined || grade.k === 0 ? null : grade.correct > 0;
  return prefixes.slice(1).map(() => isRight);
}
