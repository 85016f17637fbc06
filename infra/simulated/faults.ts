// Which fault meets which request and which choice: scripted by request number, else drawn from fixed words.
import { callFaults, choiceFaults } from "./options.ts";
import type { CallFault, ChoiceFault, FaultKind, SimulatedModelSettings } from "./options.ts";
import { randomFrom } from "./random.ts";

/** What happens to one request as a whole. */
export interface RequestFate {
  readonly call: CallFault | null;
  /** Choices that come back, of those asked for. */
  readonly choices: number;
  /** A scripted fault of every choice; null leaves each choice to its own draw. */
  readonly everyChoice: ChoiceFault | null;
  readonly latencyMs: number;
}

export interface Faults {
  /**
   * @param ordinal number of the model request, the first is 1
   * @param content hash of the request's content
   * @param attempt how many times this content came before
   */
  fateOf(about: { readonly ordinal: number; readonly content: number; readonly attempt: number; readonly choices: number }): RequestFate;
  /** The fault of one choice; the words are those that fix its text, so a retry or another n changes nothing. */
  choiceFault(requestSeed: number, index: number, promptHash: number): ChoiceFault | null;
}

/** Throws RangeError when the probabilities of one group sum above 1. */
export function createFaults({ seed, faults, script, latencyMs, latencyJitterMs, slowMs }: SimulatedModelSettings): Faults {
  const scripted = new Map<number, FaultKind>(script.map(({ request, fault }) => [request, fault]));
  const drawCall = createDraw(callFaults, faults);
  const drawChoice = createDraw(choiceFaults, faults);
  const shortRate = faults.short ?? 0;
  return {
    fateOf({ ordinal, content, attempt, choices }) {
      const fault = scripted.get(ordinal);
      const perAttempt = randomFrom(seed, content, attempt, 3);
      const call = fault === undefined ? drawCall(perAttempt.next()) : isOneOf(callFaults, fault) ? fault : null;
      // From the content alone: a repeated request must not bring another number of draws.
      const perContent = randomFrom(seed, content, 4);
      const isShort = choices > 1 && (fault === undefined ? perContent.chance(shortRate) : fault === "short");
      return {
        call,
        choices: isShort ? perContent.integer(1, choices - 1) : choices,
        everyChoice: fault !== undefined && isOneOf(choiceFaults, fault) ? fault : null,
        latencyMs: latencyMs + perAttempt.next() * latencyJitterMs + (call === "slow" ? slowMs : 0),
      };
    },
    choiceFault: (requestSeed, index, promptHash) => drawChoice(randomFrom(seed, requestSeed, index, promptHash, 5).next()),
  };
}

function createDraw<Kind extends FaultKind>(
  kinds: readonly Kind[],
  rates: Partial<Record<FaultKind, number>>,
): (uniform: number) => Kind | null {
  const bounds: { readonly kind: Kind; readonly below: number }[] = [];
  let sum = 0;
  for (const kind of kinds) {
    const rate = rates[kind] ?? 0;
    if (rate === 0) continue;
    sum += rate;
    bounds.push({ kind, below: sum });
  }
  if (sum > 1 + 1e-9) throw new RangeError(`The probabilities of ${kinds.join(", ")} sum to ${sum}, above 1.`);
  return (uniform) => bounds.find(({ below }) => uniform < below)?.kind ?? null;
}

function isOneOf<Kind extends FaultKind>(kinds: readonly Kind[], fault: FaultKind): fault is Kind {
  return kinds.some((kind) => kind === fault);
}
