// The one error of this room: a file or folder that cannot be used, said in one sentence that names it and what to do.

export type DatasetErrorCode =
  | "unreadable"
  | "empty_file"
  | "malformed"
  | "unknown_format"
  | "missing_column"
  | "column_mapped_twice"
  | "disk_full"
  | "unwritable"
  | "duplicate_key"
  | "no_campaign"
  | "nothing_to_export"
  | "bad_option"
  | "folder_in_use";

/** Its message is for the user: one sentence that names the file or folder and says what to do. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
  readonly code: DatasetErrorCode;

  constructor(code: DatasetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Why a read failed, as a DatasetError; a DatasetError stays as it is. */
export function readFailure(path: string, error: unknown): DatasetError {
  if (error instanceof DatasetError) return error;
  const text = messageOf(error);
  if (/ENOENT|No files found|No such file/i.test(text))
    return new DatasetError("unreadable", `There is no file ${path}; check the path.`, { cause: error });
  if (/EACCES|EPERM|Permission denied/i.test(text))
    return new DatasetError("unreadable", `The file ${path} may not be read; check its permissions.`, { cause: error });
  if (/ENOSPC|No space left|max_temp_directory_size/i.test(text)) return writeFailure(path, error);
  const line = /(?:CSV Error on Line: |in line )(\d+)/.exec(text)?.[1];
  const where = line === undefined ? path : `${path}, line ${line}`;
  return new DatasetError("malformed", `${where} cannot be read: ${firstSentence(text)}`, { cause: error });
}

/** Why a write failed, as a DatasetError; a DatasetError stays as it is. */
export function writeFailure(path: string, error: unknown): DatasetError {
  if (error instanceof DatasetError) return error;
  const text = messageOf(error);
  if (/ENOSPC|EDQUOT|No space left|Disk quota|max_temp_directory_size/i.test(text))
    return new DatasetError(
      "disk_full",
      `The disk is full: ${path} could not be written; free some space and run again, nothing written before is lost.`,
      {
        cause: error,
      },
    );
  return new DatasetError("unwritable", `${path} could not be written (${firstSentence(text)}); choose a folder that can be written to.`, {
    cause: error,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** DuckDB explains itself over many lines; the first that says something is enough for a user. */
function firstSentence(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const told =
    lines.find(
      (line) => line !== "" && !/^(CSV Error on Line|Original Line|Possible fixes)/.test(line.replace(/^[A-Z][A-Za-z ]* Error: /, "")),
    ) ?? "unknown error";
  return told.replace(/^[A-Z][A-Za-z ]* Error: /, "").slice(0, 200);
}
