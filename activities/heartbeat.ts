// Tells Temporal that an activity lives, as long as it runs: a lost worker is found within the heartbeat timeout.
import { Context } from "@temporalio/activity";

const intervalMs = 3000;

/** Runs `work` with the activity's cancellation signal and attempt; beats every 3 seconds meanwhile. */
export async function withHeartbeat<Result>(
  work: (activity: { readonly signal: AbortSignal; readonly attempt: number }) => Promise<Result>,
): Promise<Result> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), intervalMs);
  try {
    return await work({ signal: context.cancellationSignal, attempt: context.info.attempt });
  } finally {
    clearInterval(timer);
  }
}
