// The question before the first paid call: asked of a person, answered by --yes, refused where nobody can be asked.
import { createInterface } from "node:readline/promises";
import { ConfigurationError } from "../infra/configuration.ts";
import type { RunEstimate } from "../infra/estimate.ts";
import type { Context } from "./context.ts";
import { estimateText } from "./estimate-text.ts";
import { UsageError } from "./exit-codes.ts";

export interface ConfirmOptions {
  readonly consent: "given" | "asked";
  readonly interrupt: AbortController;
}

/** Shows the estimate. Free runs need no consent. Throws ConfigurationError for a budget that holds no call, UsageError when nobody can be asked. */
export async function confirmRun(context: Context, estimate: RunEstimate, { consent, interrupt }: ConfirmOptions): Promise<"yes" | "no"> {
  const { output, reader } = context;
  output.emit("estimate", estimate);
  output.say(estimateText(estimate));
  if (estimate.budgetFault !== null) throw new ConfigurationError(estimate.budgetFault);
  if (estimate.price === "free" || consent === "given") return "yes";
  if (reader === "none")
    throw new UsageError(
      "This run makes paid calls (or calls of unknown price), and there is no terminal to ask on: add --yes to begin it.",
    );
  return askPerson(interrupt);
}

async function askPerson(interrupt: AbortController): Promise<"yes" | "no"> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // On a terminal it is readline that gets Ctrl-C.
  lines.on("SIGINT", () => interrupt.abort());
  try {
    const answer = await lines.question("Begin? [y/N] ", { signal: interrupt.signal });
    return /^\s*y(es)?\s*$/i.test(answer) ? "yes" : "no";
  } catch {
    return "no";
  } finally {
    lines.close();
  }
}
