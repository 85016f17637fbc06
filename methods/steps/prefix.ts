// Prefixes: the first t steps of a text, and the whole text again once a model has gone on from them.
import type { StepSpan } from "../../schemas/index.ts";
import { listMarkers, stepMarkers } from "./markers.ts";

/** The text of the first `t` steps, verbatim; t = 0 gives "". Throws a RangeError when the text has fewer steps. */
export function prefixText(text: string, spans: readonly StepSpan[], t: number): string {
  if (t === 0) return "";
  const last = spans[t - 1];
  if (last === undefined) throw new RangeError(`The text has ${spans.length} steps, not ${t}.`);
  return text.slice(0, last.end);
}

/** The number that the step after a prefix of `steps` steps should carry: one more than the last marker of the text, else steps + 1. */
export function nextStepNumber(prefix: string, steps: number): number {
  const last = stepMarkers(prefix).at(-1) ?? listMarkers(prefix).at(-1);
  return last === undefined ? steps + 1 : last.number + 1;
}

/**
 * Prefix and continuation as one text, as if one had written both. Both stay verbatim; only the white space between them is decided: a continuation that
 * brings its own line break, or that goes on within the prefix's last line (it begins with a blank or a closing sign), follows the prefix without its
 * trailing white space (which a wire may not have seen); any other begins where the prefix ended, after at least a line break.
 */
export function joinContinuation(prefix: string, continuation: string): string {
  const body = prefix.trimEnd();
  if (body === "" || continuation === "") return prefix + continuation;
  if (/^[ \t\u00a0]*[\r\n]|^[ \t\u00a0]|^[.,;:!?)\]}]/.test(continuation)) return body + continuation;
  const between = prefix.slice(body.length);
  return body + (/[\r\n]/.test(between) ? between : `${between}\n`) + continuation;
}
