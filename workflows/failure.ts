// Why a child or an activity failed, in one short sentence for the ledger and the UI.
import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from "@temporalio/workflow";

/** The application failure at the bottom of a chain of causes; null where there is none. */
export function applicationFailure(error: unknown): ApplicationFailure | null {
  let current: unknown = error;
  while (current instanceof ChildWorkflowFailure || current instanceof ActivityFailure) current = current.cause;
  return current instanceof ApplicationFailure ? current : null;
}

const mostCharacters = 200;
const mostBytes = 300;

/** At most 200 characters, and at most 300 bytes of UTF-8. */
export function failureReason(error: unknown): string {
  const failure = applicationFailure(error);
  const text = failure?.message ?? (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  let kept = "";
  let bytes = 0;
  // Whole code points: no half of a surrogate pair is left at the cut.
  for (const character of text) {
    bytes += utf8Bytes(character.codePointAt(0) ?? 0);
    if (kept.length + character.length > mostCharacters || bytes > mostBytes) break;
    kept += character;
  }
  return kept;
}

function utf8Bytes(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
