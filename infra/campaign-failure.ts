// What a failed workflow says at the bottom of its chain of causes.

/** The message of the innermost cause: the sentence that an activity or a check wrote for the user. */
export function innermostMessage(error: Error): string {
  let innermost: Error = error;
  while (innermost.cause instanceof Error) innermost = innermost.cause;
  return innermost.message;
}
