// From a request to its choices: texts by the reasoner, then faults, stop sequences and the token limit.
import type { Faults } from "./faults.ts";
import type { ChoiceFault, SimulatedModelSettings } from "./options.ts";
import { hashText, randomFrom } from "./random.ts";
import { preparePrompt, writeContinuation } from "./reasoner.ts";
import type { PreparedPrompt } from "./reasoner.ts";
import { countTokens, firstTokens, splitTokens } from "./tokens.ts";
import type { Choice, Ending, ModelRequest, Reply } from "./wire.ts";

export interface Generation {
  /** Choice i depends only on the simulator's seed, the request's seed, i and the prompt (and is then cut by stop and the token limit). */
  answer(request: ModelRequest, seed: number, fate: { readonly choices: number; readonly everyChoice: ChoiceFault | null }): Reply;
}

interface KnownPrompt {
  readonly prepared: PreparedPrompt;
  readonly hash: number;
  readonly tokens: number;
}

/** Prompts kept read, the oldest dropped first: a campaign asks for the same prefix again and again. */
const promptsKept = 2_000;

export function createGeneration(settings: SimulatedModelSettings, faults: Faults): Generation {
  const prompts = new Map<string, KnownPrompt>();
  const known = ({ prompt, position }: ModelRequest): KnownPrompt => {
    const key = `${position} ${prompt}`;
    const found = prompts.get(key);
    if (found !== undefined) return found;
    const made = { prepared: preparePrompt(prompt, position, settings), hash: hashText(prompt), tokens: countTokens(prompt) };
    prompts.set(key, made);
    const oldest = prompts.keys().next();
    if (prompts.size > promptsKept && oldest.done !== true) prompts.delete(oldest.value);
    return made;
  };
  return {
    answer(request, seed, fate) {
      const { prepared, hash, tokens } = known(request);
      const choices = Array.from({ length: fate.choices }, (_, index) => {
        const random = randomFrom(settings.seed, seed, index, hash);
        const { text } = writeContinuation(prepared, random);
        return finish(text, request, fate.everyChoice ?? faults.choiceFault(seed, index, hash));
      });
      return { promptTokens: tokens, choices };
    },
  };
}

function finish(whole: string, request: ModelRequest, fault: ChoiceFault | null): Choice {
  if (fault === "refuse") return { text: "", tokens: 0, ending: { kind: "refusal" }, logprobs: request.logprobs ? [] : null };
  if (fault === "content_filter")
    return { text: "", tokens: 0, ending: { kind: "content_filter" }, logprobs: request.logprobs ? [] : null };
  let { text, ending } = cutAtStop(whole, request.stop);
  let tokens = countTokens(text);
  const limit = Math.min(request.maxTokens ?? Infinity, fault === "truncate" ? Math.floor(tokens / 2) : Infinity);
  if (tokens > limit) {
    text = firstTokens(text, limit);
    tokens = limit;
    ending = { kind: "length" };
  }
  return { text, tokens, ending, logprobs: request.logprobs ? logprobsOf(text) : null };
}

function cutAtStop(text: string, stop: readonly string[]): { text: string; ending: Ending } {
  let cut: { readonly at: number; readonly sequence: string } | null = null;
  for (const sequence of stop) {
    const at = sequence === "" ? -1 : text.indexOf(sequence);
    if (at >= 0 && (cut === null || at < cut.at)) cut = { at, sequence };
  }
  return cut === null
    ? { text, ending: { kind: "stop" } }
    : { text: text.slice(0, cut.at), ending: { kind: "stop_sequence", sequence: cut.sequence } };
}

/** Log-probabilities of the right shape and sign, fixed by the text; they say nothing about the reasoner's rates. */
function logprobsOf(text: string): NonNullable<Choice["logprobs"]> {
  const random = randomFrom(hashText(text), 6);
  return splitTokens(text).map((token) => ({ token, logprob: Math.log(1 - 0.5 * random.next()) }));
}
