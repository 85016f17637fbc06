// The options of the stepwise export, checked, with their defaults.
import { DatasetError } from "../error.ts";

/** `hard` and `implied` are views of table `steps`; `hard-else-implied` takes implied where hard is NULL. */
export type StepwiseLabel = "hard" | "implied" | "hard-else-implied";

export interface StepwiseRequest {
  /** The campaign's folder. */
  readonly folder: string;
  /** Folder that the export becomes. */
  readonly out: string;
  /** Which view the labels are. Default `hard-else-implied`. */
  readonly label?: StepwiseLabel;
  /** What the trainer puts after every step. Default "\n". */
  readonly separator?: string;
  /** Share of the prompts that go to the test split, from 0 (no test split) to below 1. Default 0.05. */
  readonly testShare?: number;
  /** A file is closed when it holds about so many bytes of text. Default 128 MiB; memory grows with it. */
  readonly fileBytes?: number;
}

export type StepwiseOptions = Required<StepwiseRequest>;

/** Fills in defaults. Throws DatasetError `bad_option`. */
export function stepwiseOptions(request: StepwiseRequest): StepwiseOptions {
  const options = { label: "hard-else-implied", separator: "\n", testShare: 0.05, fileBytes: 128 * 1024 * 1024, ...request } as const;
  if (!(options.testShare >= 0 && options.testShare < 1))
    throw new DatasetError("bad_option", `The test share is ${options.testShare}; give a number from 0 to below 1.`);
  if (options.separator.trim() === "" && !isLineBreaks(options.separator))
    throw new DatasetError(
      "bad_option",
      `The step separator ${JSON.stringify(options.separator)} cannot be told from a step's own spaces; use line breaks or a mark.`,
    );
  return options;
}

export function isLineBreaks(separator: string): boolean {
  return /^\n+$/.test(separator);
}
