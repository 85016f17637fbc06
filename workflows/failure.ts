// Why a child or an activity failed, in one short sentence for the ledger and the UI.
import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from "@temporalio/workflow";

/** The application failure at the bottom of a chain of causes; null where there is none. */
export function applicationFailure(error: unknown): ApplicationFailure | null {
  let current: unknown = error;
  while (current instanceof ChildWorkflowFailure || current instanceof ActivityFailure) current = current.cause;
  return current instanceof ApplicationFailure ? current : null;
}

/** At most 300 characters. */
export function failureReason(error: unknown): string {
  const failure = applicationFailure(error);
  const text = failure?.message ?? (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  return text.slice(0, 300);
}
