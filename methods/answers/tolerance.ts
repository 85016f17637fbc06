// The numeric type: numbers within the problem's own absolute or relative tolerance.
import { constantDouble } from "./constants.ts";
import type { Meaning } from "./meaning.ts";
import type { ResolvedOptions } from "./options.ts";
import type { Reading } from "./reading.ts";
import { compareMeanings } from "./structures.ts";
import { symbolsOf } from "./tree.ts";
import { anyEqual, decided, unknown } from "./verdicts.ts";
import type { Decision } from "./verdicts.ts";

/** Equal answers stay equal; else both must be real numbers and be near enough. A prediction that is no number is undecided. */
export function compareWithTolerance(gold: Reading, prediction: Reading, options: ResolvedOptions): Decision {
  const exact = anyEqual(gold.meanings.flatMap((left) => prediction.meanings.map((right) => compareMeanings(left, right, options))));
  if (exact.kind === "equal" || options.type.kind !== "numeric") return exact;
  const [wanted, given] = [numberOf(gold.meanings[0]), numberOf(prediction.meanings[0])];
  if (wanted === undefined || given === undefined) return exact.method === "not_comparable" ? unknown("not_a_number") : exact;
  const { absoluteTolerance = 0, relativeTolerance = 0 } = options.type;
  const difference = Math.abs(wanted - given);
  // A difference that is the tolerance itself, but for the rounding of doubles, is within it.
  const allowed = Math.max(absoluteTolerance, relativeTolerance * Math.abs(wanted)) * (1 + 1e-12) + Math.abs(wanted) * 2e-16;
  return decided(absoluteTolerance + relativeTolerance > 0 && difference <= allowed, "within_tolerance", "beyond_tolerance");
}

function numberOf(meaning: Meaning | undefined): number | undefined {
  if (meaning?.kind === "named") return numberOf(meaning.value);
  if (meaning?.kind !== "scalar" || symbolsOf(meaning.node).length > 0) return undefined;
  const value = constantDouble(meaning.node, true);
  return value === undefined || value.im !== 0 ? undefined : value.re;
}
