// Functions and their operands: `\sin^2 x`, `\sin 2x \cos y`, `sin(x)^2`, `\log_2 8`, `root(x, 3)`.
import { accept, inBrackets, is, nested, peek, Unreadable } from "./reader.ts";
import type { Reader } from "./reader.ts";
import type { Node } from "./tree.ts";

const severalOperands: ReadonlySet<string> = new Set(["min", "max", "gcd", "lcm", "binomial", "root", "log"]);

/** A function name, with an optional power before its operand: \sin^2 x is the square, \sin^{-1} x the inverse. */
export function readFunction(reader: Reader, name: string): Node {
  reader.at++;
  if (name === "log") return logarithm(reader);
  const exponent = accept(reader, "operator", "^") ? reader.exponent(reader) : undefined;
  const operands = readOperands(reader, severalOperands.has(name));
  return withExponent(name, operands, exponent);
}

export function readLogarithm(reader: Reader): Node {
  reader.at++;
  return logarithm(reader);
}

function logarithm(reader: Reader): Node {
  let base: Node | undefined;
  let exponent: Node | undefined;
  for (;;) {
    if (accept(reader, "operator", "_")) base = reader.exponent(reader);
    else if (accept(reader, "operator", "^")) exponent = reader.exponent(reader);
    else break;
  }
  const operands = readOperands(reader, true);
  const [value, second] = operands;
  if (value === undefined) throw new Unreadable();
  const operand = base ?? second;
  return withExponent(operand === undefined ? "log" : "logarithm", operand === undefined ? [value] : [value, operand], exponent);
}

function withExponent(name: string, operands: readonly Node[], exponent: Node | undefined): Node {
  if (exponent === undefined) return { kind: "call", name, operands };
  const isInverse = exponent.kind === "negation" && exponent.operand.kind === "number" && exponent.operand.value.numerator === 1n;
  if (isInverse && /^(?:sin|cos|tan|cot|sec|csc|sinh|cosh|tanh)$/.test(name)) return { kind: "call", name: `arc${name}`, operands };
  return { kind: "power", base: { kind: "call", name, operands }, exponent };
}

/** Operands in brackets, or without them the factors that follow, up to the next sign or function. */
function readOperands(reader: Reader, several: boolean): readonly Node[] {
  const next = peek(reader);
  if (is(next, "open", "(") || is(next, "open", "[")) {
    const close = next?.text === "(" ? ")" : "]";
    reader.at++;
    const { items } = inBrackets(reader, () => reader.items(reader));
    if (!accept(reader, "close", close) || (items.length !== 1 && !several)) throw new Unreadable();
    return items;
  }
  if (next?.kind === "group") {
    const inner = reader.factor(reader);
    return inner.kind === "sequence" ? inner.items : [inner];
  }
  if (accept(reader, "operator", "-")) return [{ kind: "negation", operand: nested(reader, () => reader.factor(reader)) }];
  const factors: Node[] = [nested(reader, () => reader.factor(reader))];
  for (;;) {
    const token = peek(reader);
    const continues =
      token?.kind === "name" ||
      token?.kind === "constant" ||
      (token?.kind === "command" && token.text === "frac") ||
      is(token, "command", "sqrt");
    if (!continues) break;
    factors.push(reader.factor(reader));
  }
  const [only] = factors;
  return factors.length === 1 && only !== undefined ? [only] : [{ kind: "product", factors }];
}
