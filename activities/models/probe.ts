// The probing call: asks with everything that the campaign relies on, and takes away what the endpoint refuses and the campaign can do without.
import { requestKey } from "../../ledger/index.ts";
import type { BudgetLimit, Capabilities, Draw, ModelConfiguration } from "../../schemas/index.ts";
import type { CallFailure } from "./call-failure.ts";
import type { FindCapabilitiesOptions, FoundCapabilities } from "./capabilities.ts";
import { pause, systemClock } from "./clock.ts";
import { createClient } from "./create-client.ts";
import { bringDraws } from "./fetch-draws.ts";
import { modelIdentity, modelWire } from "./identity.ts";
import { createLimiter } from "./limiter.ts";
import { beginsAnew, probePrompt, probeSampling } from "./probe-prompt.ts";
import { refusedFeature } from "./refusal-cause.ts";
import type { Feature } from "./refusal-cause.ts";

/** Problem under which the ledger keeps probing calls. */
export const probeProblem = "(probe)";

/** A passing failure (429, 5xx, connection) is tried again so often, with these waits where the endpoint names none. */
const patience = [1000, 4000] as const;
const longestWaitMs = 30_000;

/** Refused requests are asked again without what was refused: at most once a feature. Throws CallError where createClient does. */
export async function probeCapabilities(options: FindCapabilitiesOptions, model: ModelConfiguration): Promise<FoundCapabilities> {
  const { configuration, alias } = options;
  const prefilled = configuration.sampling.continuation === "prefill";
  const anthropic = model.provider === "anthropic";
  let assumed: Capabilities = { temperature: true, n: !anthropic, seed: !anthropic, logprobs: false, assistantPrefix: prefilled };
  for (let waits = 0; ;) {
    const reply = await askOnce(options, model, assumed, waits + 1);
    switch (reply.kind) {
      case "budget":
        return reply;
      case "draws": {
        if (prefilled && reply.draws.some(({ text }) => beginsAnew(text)))
          return {
            kind: "unusable",
            sentence: cannotPrefill(alias, model, "begins its answer anew instead of going on from the assistant's message"),
          };
        // A server that ignores n brings one draw a call.
        const oneCall = reply.draws.every(({ call }) => call === reply.draws[0]?.call);
        return { kind: "capable", capabilities: { ...assumed, n: assumed.n && oneCall }, source: "probed" };
      }
      case "failed": {
        const { failure } = reply;
        const feature = refusedFeature(failure);
        if (feature !== null && assumed[feature]) {
          const without = doWithout(feature, alias, model, failure);
          if (without !== null) return { kind: "unusable", sentence: without };
          assumed = { ...assumed, [feature]: false };
          continue;
        }
        const wait = patience[waits];
        if (!failure.retryable || failure.kind === "malformed" || wait === undefined)
          return { kind: "unusable", sentence: failure.sentence };
        waits += 1;
        await pause(options.clock ?? systemClock, Math.min(failure.retryAfterMs ?? wait, longestWaitMs), options.signal);
      }
    }
  }
}

type ProbeReply =
  | { readonly kind: "draws"; readonly draws: readonly Draw[] }
  | { readonly kind: "budget"; readonly limit: BudgetLimit }
  | { readonly kind: "failed"; readonly failure: CallFailure };

async function askOnce(
  options: FindCapabilitiesOptions,
  model: ModelConfiguration,
  assumed: Capabilities,
  attempt: number,
): Promise<ProbeReply> {
  const { configuration, alias, ledger, leases, signal } = options;
  const prompt = probePrompt(configuration);
  const sampling = probeSampling(configuration);
  const client = createClient(model, { ...options, capabilities: assumed });
  const access = { model: alias, client, limiter: createLimiter({ concurrency: 1 }), price: model.price, ledger, leases };
  // The assumed capabilities are part of the key: what was asked with n is no answer to what is asked without.
  const identity = { probe: modelIdentity(model), assumed: { ...assumed } };
  const key = requestKey({
    wire: modelWire(model),
    identity,
    sampling: { ...sampling },
    prompt: JSON.stringify(prompt),
    seed: configuration.seed,
  });
  const common = { campaign: configuration.name, problem: probeProblem, requestKey: key };
  return bringDraws(access, { ...common, prompt, sampling, from: 0, count: assumed.n ? 2 : 1, attempt, signal });
}

/** null when the campaign can do without the feature, else the sentence that says what to do. */
function doWithout(feature: Feature, alias: string, model: ModelConfiguration, { sentence }: CallFailure): string | null {
  switch (feature) {
    case "n":
    case "seed":
    case "logprobs":
      return null;
    case "temperature":
      return `models.${alias} does not take sampling.temperature or sampling.topP as configured: change them, state models.${alias}.capabilities with temperature: false (it then samples in its own way), or name another model. It said: ${sentence}`;
    case "assistantPrefix":
      return cannotPrefill(alias, model, "refuses to go on from the assistant's message");
  }
}

function cannotPrefill(alias: string, model: ModelConfiguration, what: string): string {
  const completions = model.provider === "openai" ? ` (or to completion, with models.${alias}.endpoint: completions)` : "";
  return `models.${alias} ${what}: set sampling.continuation to instruct${completions}, or name another model.`;
}
