// The registry of export formats: a new one is one file here and one line in the list.
import { exportArrow } from "./arrow.ts";
import { exportStepwise } from "./stepwise.ts";

export const exportFormats = {
  stepwise: { description: "prompt, completions, labels in Parquet, for TRL's PRMTrainer and axolotl", export: exportStepwise },
  arrow: { description: "the table of steps, or another, as an Arrow IPC stream", export: exportArrow },
} as const;

export type ExportFormat = keyof typeof exportFormats;
