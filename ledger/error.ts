// What can be wrong with a ledger: one error class whose message is one sentence for the user, and SQLite's codes turned into it.

/**
 * disk_full, io, locked, read_only, unreadable, corrupt, not_a_ledger, newer: the file. missing, conflict, invalid: what was asked of it.
 * locked is the only one that may pass by itself.
 */
export type LedgerErrorCode =
  | "disk_full"
  | "io"
  | "locked"
  | "read_only"
  | "unreadable"
  | "corrupt"
  | "not_a_ledger"
  | "newer"
  | "missing"
  | "conflict"
  | "invalid";

/** Thrown by every function of a ledger. The transaction it came from was rolled back whole; what was stored before still stands. */
export class LedgerError extends Error {
  override readonly name = "LedgerError";
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

// Primary result codes, https://www.sqlite.org/rescode.html; an extended code holds its primary one in the low byte.
const sqlite = { busy: 5, locked: 6, readOnly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notDatabase: 26 } as const;

function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

/** Whether another connection is in the way: worth another try. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === sqlite.busy || code === sqlite.locked;
}

/** The LedgerError that says what happened to the file at `path`; what is no error of SQLite comes back as it is. */
export function toLedgerError(error: unknown, path: string): unknown {
  switch (primaryCode(error)) {
    case sqlite.busy:
    case sqlite.locked:
      return new LedgerError(
        "locked",
        `The ledger ${path} stayed locked by another process for too long; stop that process and run again.`,
        error,
      );
    case sqlite.readOnly:
      return new LedgerError(
        "read_only",
        `The ledger ${path} may not be written to; give this user write permission on it and its folder.`,
        error,
      );
    case sqlite.io:
      return new LedgerError(
        "io",
        `Reading or writing the ledger ${path} failed; check its disk, then run again, what was stored is kept.`,
        error,
      );
    case sqlite.corrupt:
      return new LedgerError(
        "corrupt",
        `The ledger ${path} is damaged; restore it from a copy, or rescue it with sqlite3's .recover.`,
        error,
      );
    case sqlite.full:
      return new LedgerError(
        "disk_full",
        `The disk is full: the ledger ${path} cannot grow; free some space and run again, what was stored is kept.`,
        error,
      );
    case sqlite.cannotOpen:
      return new LedgerError(
        "unreadable",
        `The ledger ${path} cannot be opened; check that its folder exists and is yours to write to.`,
        error,
      );
    case sqlite.notDatabase:
      return notALedger(path, error);
    case null:
    default:
      return error;
  }
}

/** The file is something else than a ledger. */
export function notALedger(path: string, cause?: unknown): LedgerError {
  return new LedgerError("not_a_ledger", `${path} is not a ledger of Steplabel; name another file or move this one away.`, cause);
}
