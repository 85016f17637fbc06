// Seeded randomness of the simulated model: a text hash and a small fast generator.
// Every random decision of this room starts from explicit words, so the same words always give the same decisions.

/** A stream of pseudo-random numbers. Reading from it moves it on. */
export interface Random {
  /** The next number, uniform in [0, 1). */
  next(): number;
  /** A whole number, uniform in [low, high], both included. */
  integer(low: number, high: number): number;
  /** True with the given probability in [0, 1]; always reads one number. */
  chance(probability: number): boolean;
  /** One item, uniform; the list must not be empty. */
  pick<Item>(items: readonly Item[]): Item;
}

/** A 53-bit hash of a text (cyrb53): a safe non-negative integer. Not cryptographic. Cost: about 2 ns a character. */
export function hashText(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = mix(high, low);
  low = mix(low, high);
  return 4294967296 * (low & 0x1fffff) + (high >>> 0);
}

/** A generator (sfc32) that depends on every given word and on their order; words are integers, each read as 64 bits. */
export function randomFrom(...words: readonly number[]): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  for (const word of words) {
    a = Math.imul(a ^ word, 2654435761);
    b = Math.imul(b ^ Math.floor(word / 4294967296), 1597334677);
    a = mix(a, b);
    b = mix(b, a);
  }
  let c = a ^ 0xb7e15162;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  // The first outputs of sfc32 still show its seed.
  for (let round = 0; round < 12; round += 1) next();
  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError("Nothing to pick from: the list is empty.");
      return item;
    },
  };
}

function mix(value: number, other: number): number {
  return Math.imul(value ^ (value >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
}
