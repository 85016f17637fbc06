// clip and delta: scores that no policy can raise by writing more steps (Gao et al. 2024, arXiv:2410.15115).
import type { Scores } from "./scores.ts";

/** min(r_t - threshold, 0): good steps earn nothing, bad ones cost. Null stays null. */
export function clip(scores: Scores, threshold: number): Scores {
  return scores.map((score) => (score === null ? null : Math.min(score - threshold, 0)));
}

/** r_t - r_{t+1}, the last step its r_T: the sum is the first score, however many steps there are. Null where either is not known. */
export function delta(scores: Scores): Scores {
  return scores.map((score, step) => {
    if (step === scores.length - 1) return score;
    const next = scores[step + 1] ?? null;
    return score === null || next === null ? null : score - next;
  });
}
