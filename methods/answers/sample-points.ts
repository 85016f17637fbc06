// The fixed points at which two expressions are compared.
import { rational } from "./rational.ts";
import type { Rational } from "./rational.ts";
import { exactValue } from "./exact.ts";
import { some, symbolsOf } from "./tree.ts";
import type { Node } from "./tree.ts";

const denominator = 64n;
/** Sixty-fourths, so that doubles hold them exactly: positive, small (for arcsin and its like), then of both signs. */
const rows: readonly (readonly number[])[] = [
  [73, 157, 41, 211, 97, 131, 59, 181],
  [19, 45, 31, 9, 53, 27, 61, 37],
  [201, 83, 147, 67, 229, 109, 173, 91],
  [-47, 115, -163, 79, -209, 133, -71, 187],
  [127, -89, 53, -193, 61, -149, 217, -103],
  [-29, -13, -51, -7, -43, -23, -57, -35],
  [5, 11, 17, 47, 3, 23, 29, 39],
  [-177, -95, -221, -143, -65, -199, -119, -87],
  [331, 269, 307, 419, 283, 379, 347, 293],
  [113, 9, 229, 21, 151, 33, 87, 14],
];
const integerRows: readonly (readonly number[])[] = [
  [5, 3, 2, 4, 6, 1, 7, 8],
  [7, 2, 3, 5, 4, 6, 1, 3],
  [4, 2, 1, 3, 2, 5, 3, 6],
  [8, 5, 3, 2, 7, 4, 6, 1],
  [6, 4, 5, 1, 3, 2, 8, 7],
  [9, 3, 4, 6, 5, 7, 2, 4],
];

/** One value for each name at each point. Integers when a factorial, binomial, range or power of -1 depends on a name. */
export function pointsFor(left: Node, right: Node, names: readonly string[], real: boolean): readonly (readonly Rational[])[] {
  const onIntegers = some(left, needsIntegers) || some(right, needsIntegers);
  const chosen = onIntegers ? integerRows : real ? rows : rows.slice(0, 8);
  return chosen.map((row, rowIndex) =>
    names.map((_, index) => {
      // Beyond eight names the rows repeat, shifted so that no two names share their values.
      const base = row[index % row.length] ?? 1;
      const turn = Math.floor(index / row.length);
      return onIntegers ? rational(BigInt(base + turn * (rowIndex + 1))) : rational(BigInt(base + 2 * turn * (rowIndex + 3)), denominator);
    }),
  );
}

function needsIntegers(node: Node): boolean {
  if (node.kind === "series") return symbolsOf(node.from).length + symbolsOf(node.to).length > 0;
  if (node.kind === "indexed") return true;
  if (node.kind === "power") {
    const base = exactValue(node.base);
    return base !== undefined && base.numerator < 0n && symbolsOf(node.exponent).length > 0;
  }
  return node.kind === "call" && /^(?:factorial|double_factorial|binomial|gcd|lcm)$/.test(node.name) && symbolsOf(node).length > 0;
}
