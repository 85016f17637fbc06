// The error of broken infrastructure: its message is one sentence for the user that says what failed and what to do.

/** Thrown when a part that the campaign runs on (server, model, package fetch) cannot be had. The message is for the user, not for a developer. */
export class InfrastructureError extends Error {
  override readonly name = "InfrastructureError";
}
