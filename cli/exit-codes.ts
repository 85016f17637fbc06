// What a command ends with: its exit code, and for every kind of error one sentence for the user.
import { CallError } from "../activities/models/call-failure.ts";
import type { CallFailureKind } from "../activities/models/call-failure.ts";
import { DatasetError } from "../datasets/error.ts";
import type { DatasetErrorCode } from "../datasets/error.ts";
import { ConfigurationError } from "../infra/configuration.ts";
import { InfrastructureError } from "../infra/error.ts";
import { LedgerError } from "../ledger/error.ts";
import type { LedgerErrorCode } from "../ledger/error.ts";

/** usage: the command line, the configuration or the input has to be mended; failedProblems and budget: the campaign's results are written. */
export const exitCodes = { ok: 0, failure: 1, usage: 2, failedProblems: 3, budget: 4, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command line that cannot be carried out; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface Fault {
  readonly exitCode: ExitCode;
  /** One sentence, or one a line where several things are wrong. */
  readonly message: string;
}

export interface FaultOptions {
  /** Where the log of what ran is; null where nothing is logged. */
  readonly log: string | null;
  /** `stack` adds where an unknown error was thrown. */
  readonly detail: "sentence" | "stack";
}

export function faultOf(error: unknown, { log, detail }: FaultOptions): Fault {
  if (error instanceof UsageError || error instanceof ConfigurationError) return { exitCode: exitCodes.usage, message: error.message };
  if (error instanceof DatasetError) return { exitCode: datasetCodes[error.code], message: error.message };
  if (error instanceof LedgerError) return { exitCode: ledgerCodes[error.code], message: error.message };
  if (error instanceof CallError) return { exitCode: callCodes[error.failure.kind], message: error.message };
  const full = diskFullSentence(error);
  if (full !== null) return { exitCode: exitCodes.failure, message: full };
  if (error instanceof InfrastructureError) return { exitCode: exitCodes.failure, message: error.message };
  const said = error instanceof Error ? error.message : String(error);
  if (detail === "stack") return { exitCode: exitCodes.failure, message: error instanceof Error ? (error.stack ?? said) : said };
  const where = log === null ? "" : ` The log is ${log}.`;
  const [first = ""] = said.split("\n");
  return {
    exitCode: exitCodes.failure,
    message: `This should not have happened: ${first.replace(/\.$/, "")}.${where} STEPLABEL_DEBUG=1 shows where it was thrown.`,
  };
}

const noSpace = /\b(?:ENOSPC|EDQUOT)\b|no space left on device|disk quota exceeded/i;

/**
 * What to do where a full disk is what an error or one of its causes met, null where it is not. An activity's error comes back from the server
 * with its words only. A sentence of the rooms below about it stays as it is: it names the file.
 */
function diskFullSentence(error: unknown): string | null {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof DatasetError || each instanceof LedgerError) return each.code === "disk_full" ? each.message : null;
    const { code } = each as NodeJS.ErrnoException;
    if (code === "ENOSPC" || code === "EDQUOT" || noSpace.test(each.message))
      return "The disk is full; free some space and run the same command again, what is in the ledger is kept.";
  }
  return null;
}

const { failure, usage } = exitCodes;

const datasetCodes: Readonly<Record<DatasetErrorCode, ExitCode>> = {
  unreadable: usage,
  empty_file: usage,
  malformed: usage,
  unknown_format: usage,
  missing_column: usage,
  column_mapped_twice: usage,
  duplicate_key: usage,
  no_campaign: usage,
  bad_option: usage,
  folder_in_use: usage,
  nothing_to_export: failure,
  disk_full: failure,
  unwritable: failure,
};

const ledgerCodes: Readonly<Record<LedgerErrorCode, ExitCode>> = {
  not_a_ledger: usage,
  missing: usage,
  conflict: usage,
  invalid: usage,
  newer: failure,
  disk_full: failure,
  io: failure,
  locked: failure,
  read_only: failure,
  unreadable: failure,
  corrupt: failure,
};

/** What the configuration or the environment of the user decides is theirs to mend; the rest may pass. */
const callCodes: Readonly<Record<CallFailureKind, ExitCode>> = {
  authentication: usage,
  unknown_model: usage,
  bad_request: usage,
  context_length: usage,
  quota: failure,
  rate_limited: failure,
  server: failure,
  timeout: failure,
  connection: failure,
  conflict: failure,
  malformed: failure,
  aborted: failure,
};
