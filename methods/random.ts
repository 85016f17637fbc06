// A seeded generator that splits: pure, 32-bit integer arithmetic only, the same numbers on every machine and in every sandbox.

/** A stream of random numbers. Splitting depends on the stream's name only, never on how many numbers were taken from it. */
export interface RandomStream {
  /** The next integer in [0, 2^32). */
  nextInteger(): number;
  /** The next number in [0, 1), a multiple of 2^-32. */
  nextFraction(): number;
  /** The next integer in [0, bound), without bias. `bound` is an integer from 1 to 2^32. */
  nextBelow(bound: number): number;
  /** An independent stream named by a label below this one's name. */
  split(label: string | number): RandomStream;
}

/** xoshiro128** (Blackman and Vigna 2018), seeded through a hash of the seed and the labels of all splits. `seed` is an integer in [0, 2^32). */
export function randomStream(seed: number): RandomStream {
  return stream([seed >>> 0, 0x9e3779b9]);
}

type Name = readonly [number, number];

function stream(name: Name): RandomStream {
  const state = new Uint32Array(4);
  for (let index = 0; index < 4; index++)
    state[index] = mix(name[0] + Math.imul(index + 1, 0x9e3779b9)) ^ mix(name[1] + Math.imul(index + 5, 0x85ebca6b));
  // All zeros is the one state that never changes.
  if (state.every((word) => word === 0)) state[0] = 1;
  const nextInteger = () => nextOfState(state);
  return {
    nextInteger,
    nextFraction: () => nextInteger() / 2 ** 32,
    nextBelow: (bound) => below(nextInteger, bound),
    split: (label) => stream(childName(name, `${typeof label} ${label}`)),
  };
}

/** One step of xoshiro128**: changes the four words of `state`, returns an integer in [0, 2^32). */
export function nextOfState(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = state;
  const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  state[0] = a ^ d ^ b;
  state[1] = b ^ c ^ a;
  state[2] = c ^ a ^ (b << 9);
  state[3] = rotate(d ^ b, 11);
  return result;
}

function below(nextInteger: () => number, bound: number): number {
  // Numbers of the last, incomplete run of `bound` would make small results likelier: draw again.
  const limit = 2 ** 32 - (2 ** 32 % bound);
  let integer = nextInteger();
  while (integer >= limit) integer = nextInteger();
  return integer % bound;
}

function childName([first, second]: Name, label: string): Name {
  let [one, two] = [mix(first ^ 0xdeadbeef), mix(second ^ 0x41c6ce57)];
  for (let index = 0; index < label.length; index++) {
    const unit = label.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x9e3779b1);
    two = Math.imul(two ^ unit, 0x5f356495);
    one ^= two >>> 15;
    two ^= one >>> 13;
  }
  return [mix(one ^ label.length), mix(two ^ one)];
}

/** The finalizer of MurmurHash3: a bijection of 32-bit integers whose every output bit depends on every input bit. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
