// The options of a comparison with their defaults.
import type { AnswerOptions, AnswerType } from "./types.ts";

export type ResolvedOptions = Required<AnswerOptions>;

const math: AnswerType = { kind: "math" };

export function resolveOptions(options: AnswerOptions): ResolvedOptions {
  return {
    type: options.type ?? math,
    listOrder: options.listOrder ?? "any",
    percent: options.percent ?? "either",
    rounding: options.rounding ?? "exact",
    names: options.names ?? "optional",
    bases: options.bases ?? "written",
    units: options.units ?? "optional",
  };
}
