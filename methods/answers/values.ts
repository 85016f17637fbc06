// Compares two scalars with what they carry: percent and degree signs, units, number bases, ratios, a decimal beside the exact value.
import type { ResolvedOptions } from "./options.ts";
import { multiply, rational } from "./rational.ts";
import type { Rational } from "./rational.ts";
import { compareScalars } from "./scalars.ts";
import { mapChildren, some, symbolsOf } from "./tree.ts";
import type { Node } from "./tree.ts";
import { parseUnit } from "./units.ts";
import { allEqual, anyEqual, differs, same } from "./verdicts.ts";
import type { Decision } from "./verdicts.ts";

export interface Value {
  readonly node: Node;
  readonly alternative?: Node;
}

/** Compares two values; the decimal that one of them gives beside its exact value counts only against a decimal. */
export function compareValues(left: Value, right: Value, options: ResolvedOptions): Decision {
  const exact = compareCarried(left.node, withParameterOf(left.node, right.node), options);
  if (exact.kind === "equal") return exact;
  const alternatives: Decision[] = [];
  if (left.alternative !== undefined) alternatives.push(compareCarried(left.alternative, right.node, options));
  if (right.alternative !== undefined) alternatives.push(compareCarried(left.node, right.alternative, options));
  return alternatives.some((decision) => decision.kind === "equal") ? same("stated_decimal") : exact;
}

/** Families such as 2nπ and 2kπ differ only in the letter of their whole number: the right one gets the left one's letter. */
function withParameterOf(left: Node, right: Node): Node {
  const isPeriodic = (node: Node): boolean =>
    some(node, (each) => (each.kind === "constant" && each.name === "pi") || each.kind === "degrees");
  const [leftNames, rightNames] = [symbolsOf(left), symbolsOf(right)];
  const ours = leftNames.filter((name) => !rightNames.includes(name));
  const theirs = rightNames.filter((name) => !leftNames.includes(name));
  const [to, from] = [ours[0] ?? "", theirs[0] ?? ""];
  const isFamily = ours.length === 1 && theirs.length === 1 && /^[klmn]$/.test(to) && /^[klmn]$/.test(from);
  if (!isFamily || !isPeriodic(left) || !isPeriodic(right)) return right;
  const renamed = (node: Node): Node =>
    node.kind === "symbol" && node.name === from ? { kind: "symbol", name: to } : mapChildren(node, renamed);
  return renamed(right);
}

function compareCarried(left: Node, right: Node, options: ResolvedOptions): Decision {
  if (left.kind === "quantity" || right.kind === "quantity") return compareQuantities(left, right, options);
  if (left.kind === "based" || right.kind === "based") return compareBased(left, right, options);
  if (left.kind === "ratio" || right.kind === "ratio") return compareRatios(left, right, options);
  const [leftPercent, rightPercent] = [percentOf(left), percentOf(right)];
  if ((leftPercent === undefined) !== (rightPercent === undefined)) {
    if (options.percent === "strict") return differs("percent");
    const [signed, bare, plain] = leftPercent === undefined ? [right, rightPercent, left] : [left, leftPercent, right];
    const asFraction = compareScalars(signed, plain, options);
    if (asFraction.kind === "equal" || options.percent === "fraction" || bare === undefined) return asFraction;
    return anyEqual([compareScalars(bare, plain, options), asFraction]);
  }
  const [leftDegrees, rightDegrees] = [degreesOf(left), degreesOf(right)];
  if ((leftDegrees === undefined) !== (rightDegrees === undefined)) {
    const inRadians = compareScalars(left, right, options);
    if (inRadians.kind === "equal") return inRadians;
    return anyEqual([compareScalars(leftDegrees ?? left, rightDegrees ?? right, options), inRadians]);
  }
  return compareScalars(left, right, options);
}

/** The value before a closing percent sign, with the sign of the whole in it. */
function percentOf(node: Node): Node | undefined {
  return markedValue(node, "percent");
}

function degreesOf(node: Node): Node | undefined {
  return markedValue(node, "degrees");
}

/** Also the value of a product that ends in a marked factor, such as 4\pi^\circ or \frac{1}{2}\cdot 5\%. */
function markedValue(node: Node, kind: "percent" | "degrees"): Node | undefined {
  if (node.kind === kind) return node.value;
  if (node.kind === "negation") {
    const inner = markedValue(node.operand, kind);
    return inner === undefined ? undefined : { kind: "negation", operand: inner };
  }
  const last = node.kind === "product" ? node.factors.at(-1) : undefined;
  if (node.kind !== "product" || last?.kind !== kind) return undefined;
  return { kind: "product", factors: [...node.factors.slice(0, -1), last.value] };
}

/**
 * Known units of one dimension convert; of two dimensions differ; a unit that is missing or unknown on one side is dropped (or, when
 * units are required, must be written the same).
 */
function compareQuantities(left: Node, right: Node, options: ResolvedOptions): Decision {
  const [leftValue, rightValue] = [bare(left, right), bare(right, left)];
  if (options.units === "required" && (leftValue.unit === undefined || rightValue.unit === undefined)) return differs("units");
  const [leftUnit, rightUnit] = [leftValue.unit, rightValue.unit].map((unit) => (unit === undefined ? undefined : parseUnit(unit)));
  if (leftUnit === undefined || rightUnit === undefined) {
    const [marked, unit] = leftUnit === undefined ? [leftValue, rightUnit] : [rightValue, leftUnit];
    if (unit !== undefined && (percentOf(marked.node) ?? degreesOf(marked.node)) !== undefined) return differs("units");
    const written = leftValue.unit !== undefined && rightValue.unit !== undefined;
    if (written && isModulus(leftValue.unit) && isModulus(rightValue.unit) && leftValue.unit !== rightValue.unit) return differs("units");
    if (written && direction(leftValue.unit) !== direction(rightValue.unit)) return differs("units");
    if (written && options.units === "required" && leftValue.unit !== rightValue.unit) return differs("units");
    return compareCarried(leftValue.node, rightValue.node, options);
  }
  if (leftUnit.dimension !== rightUnit.dimension) return differs("units");
  return compareCarried(scaled(leftValue.node, leftUnit.factor), scaled(rightValue.node, rightUnit.factor), options);
}

/** Beside a quantity, a last factor `m` or `s` is a unit rather than a variable: 100 cm = 1 m. */
function bare(node: Node, other: Node): { node: Node; unit: string | undefined } {
  if (node.kind === "quantity") return { node: node.value, unit: node.unit };
  const last = node.kind === "product" ? node.factors.at(-1) : undefined;
  if (
    node.kind === "product" &&
    last?.kind === "symbol" &&
    /^[msgLh]$/.test(last.name) &&
    other.kind === "quantity" &&
    parseUnit(other.unit) !== undefined
  ) {
    return { node: { kind: "product", factors: node.factors.slice(0, -1) }, unit: last.name };
  }
  return { node, unit: undefined };
}

const directions =
  /\b(?:north|south|east|west|left|right|up|down|increase|decrease|profit|loss|gain|above|below|clockwise|counterclockwise|anticlockwise)\b/g;

/** The words among a unit's that turn the value around. */
function direction(unit: string | undefined): string {
  return (unit?.match(directions) ?? []).join(" ");
}

function isModulus(unit: string | undefined): boolean {
  return unit?.startsWith("mod ") === true;
}

function scaled(node: Node, factor: Rational): Node {
  if (factor.numerator === factor.denominator) return node;
  // A decimal stays a literal, so that its digits still decide how exactly it must match.
  if (node.kind === "number") return { ...node, value: multiply(node.value, factor), significant: node.significant };
  return { kind: "product", factors: [node, { kind: "number", value: factor, places: 0, significant: 0 }] };
}

/** `204_5` equals only `204_5`; base 10 is a plain number. */
function compareBased(left: Node, right: Node, options: ResolvedOptions): Decision {
  const [plainLeft, plainRight] = [withoutBaseTen(left), withoutBaseTen(right)];
  if (plainLeft.kind !== "based" && plainRight.kind !== "based") return compareScalars(plainLeft, plainRight, options);
  if (plainLeft.kind === "based" && plainRight.kind === "based") {
    const isSame =
      plainLeft.base === plainRight.base && plainLeft.digits.replace(/^0+(?=.)/, "") === plainRight.digits.replace(/^0+(?=.)/, "");
    return isSame ? same("number_base") : differs("number_base");
  }
  const [based, other] = plainLeft.kind === "based" ? [plainLeft, plainRight] : [plainRight, plainLeft];
  if (options.bases === "written" || based.kind !== "based" || !/^\d+$/.test(based.digits)) return differs("number_base");
  return compareScalars({ kind: "number", value: rational(BigInt(based.digits)), places: 0, significant: 0 }, other, options);
}

function withoutBaseTen(node: Node): Node {
  if (node.kind !== "based" || node.base !== 10 || !/^\d+$/.test(node.digits)) return node;
  return { kind: "number", value: rational(BigInt(node.digits)), places: 0, significant: 0 };
}

/** Ratios are equal in proportion; `a:b` also equals the fraction a/b. */
function compareRatios(left: Node, right: Node, options: ResolvedOptions): Decision {
  const [leftParts, rightParts] = [partsOf(left), partsOf(right)];
  if (leftParts.length === 2 && rightParts.length === 2) {
    return compareScalars(quotient(leftParts), quotient(rightParts), options);
  }
  if (left.kind !== "ratio" || right.kind !== "ratio" || leftParts.length !== rightParts.length) return differs("ratio");
  return allEqual(
    leftParts
      .slice(1)
      .map((part, index) =>
        compareScalars(
          quotient([leftParts[index] ?? part, part]),
          quotient([rightParts[index] ?? part, rightParts[index + 1] ?? part]),
          options,
        ),
      ),
    "ratio",
  );
}

function partsOf(node: Node): readonly Node[] {
  if (node.kind === "ratio") return node.parts;
  return node.kind === "quotient"
    ? [node.numerator, node.denominator]
    : [node, { kind: "number", value: rational(1n), places: 0, significant: 0 }];
}

function quotient(parts: readonly Node[]): Node {
  const [numerator, denominator] = parts;
  if (numerator === undefined || denominator === undefined) throw new RangeError("a ratio has two parts");
  return { kind: "quotient", numerator, denominator };
}
