// Where the problems come from: a file, and which of its columns mean what.
import * as z from "zod";

const column = z.string().min(1).describe("Name of a column, or a path into nested ones: `solution.text`.");

/** Solutions that the file brings along: whole texts or lists of steps. */
export const givenSolutionSchema = z
  .strictObject({
    text: column.optional().describe("Column with the solution's whole text."),
    steps: column.optional().describe("Column with a list of step texts."),
    mark: column
      .optional()
      .describe("Column that says whether the file calls the solution right (true / false); kept beside our own grade."),
    firstError: column
      .optional()
      .describe("Column with a human label: 0-based index of the first wrong step, -1 for none; kept beside ours."),
  })
  .refine((given) => (given.text === undefined) !== (given.steps === undefined), {
    error: "Name either `text` or `steps`, not both and not neither.",
  });

/** What the field disputes about answers (docs/answers.md). The defaults are the checker's own. */
export const answerPoliciesSchema = z.strictObject({
  listOrder: z.enum(["any", "kept"]).default("any").describe("Order in bare lists: any, or kept. Tuples are always ordered."),
  percent: z
    .enum(["either", "fraction", "strict"])
    .default("either")
    .describe("25% against a number: either takes 25 and 0.25, fraction only 0.25, strict neither."),
  rounding: z
    .enum(["exact", "own_last_place"])
    .default("exact")
    .describe("exact, or a decimal may be the value rounded at its last place; too loose for labels."),
  names: z.enum(["optional", "required"]).default("optional").describe("x = 5 against 5: optional, they match; required, they do not."),
  bases: z
    .enum(["written", "implied"])
    .default("written")
    .describe("204_5 against 204: written, the base must be; implied, the digits match."),
  units: z.enum(["optional", "required"]).default("optional").describe("5 cm against 5: optional, they match; required, they do not."),
});

export const problemsSchema = z.strictObject({
  path: z
    .string()
    .min(1)
    .describe("JSON Lines, JSON array, CSV, TSV (each also .gz or .zst) or Parquet file; a path is relative to the campaign file."),
  format: z.enum(["jsonl", "csv", "parquet"]).optional().describe("Left out: by the ending of the path."),
  columns: z
    .strictObject({
      id: column.optional().describe("Left out: `id` where the file has it, else an id made from the row's content."),
      question: column.default("question"),
      gold: column.default("answer").describe("Gold answer, or a text that holds it as a solution would (\\boxed{}, ####, …)."),
      reference: column.optional().describe("Worked reference solution."),
      domain: column.optional(),
      split: column.optional(),
      solutions: z.array(givenSolutionSchema).default([]).describe("Solutions in the file, several a row if it has several."),
    })
    .prefault({}),
  answerType: z
    .union([
      z.enum(["math", "exact"]),
      z.strictObject({ kind: z.literal("choice"), choices: z.array(z.string().min(1)).optional() }),
      z.strictObject({
        kind: z.literal("numeric"),
        absoluteTolerance: z.number().nonnegative().optional(),
        relativeTolerance: z.number().nonnegative().optional(),
      }),
    ])
    .default("math")
    .describe("How answers of these problems are compared."),
  answers: answerPoliciesSchema.prefault({}).describe("Policies of the comparison that the field disputes."),
  limit: z.int().min(1).optional().describe("Only the first so many rows."),
  skipInvalid: z.boolean().default(false).describe("Leave out rows that cannot be used (the manifest counts them) instead of stopping."),
});

export type ProblemsConfiguration = z.infer<typeof problemsSchema>;
export type GivenSolutionColumns = z.infer<typeof givenSolutionSchema>;
