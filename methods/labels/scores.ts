// Scores of a solution's steps, as post-processing takes and gives them.

/** One score for each step, in order; null = not known. */
export type Scores = readonly (number | null)[];
