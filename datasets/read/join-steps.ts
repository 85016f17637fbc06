// Given steps become one text with spans, so that given and sampled solutions look alike from here on.
import type { StepSpan } from "../../schemas/index.ts";

export interface JoinedSteps {
  readonly text: string;
  /** One span a step, in UTF-16 code units, without gaps: a line break that was put after a step belongs to that step. */
  readonly spans: readonly StepSpan[];
}

/**
 * Joins steps with one "\n", or nothing where the step already ends in a line break. Lossless: step i is its span without the added break
 * (present exactly where step i does not end in "\n" and is not the last), and the spans together are the text.
 */
export function joinSteps(steps: readonly string[]): JoinedSteps {
  let text = "";
  const spans = steps.map((step, index) => {
    const start = text.length;
    text += index === steps.length - 1 || step.endsWith("\n") ? step : `${step}\n`;
    return { start, end: text.length };
  });
  return { text, spans };
}
