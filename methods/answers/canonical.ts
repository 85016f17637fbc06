// Canonical forms: one text for answers that are plainly the same, used to cluster rollouts. The same text implies equal answers.
import { exactValue } from "./exact.ts";
import type { Meaning } from "./meaning.ts";
import { bitLength } from "./rational.ts";
import type { Rational } from "./rational.ts";
import { isScalar } from "./tree.ts";
import type { Node } from "./tree.ts";

/** A larger number is printed as the expression that it was written as. */
const maximumPrintedBits = 4000;

/** Bare lists are sorted unless their order is kept; sets always are; values are lowest fractions, sums and products are sorted. Cost: linear but for the sorting. */
export function canonicalMeaning(meaning: Meaning, listOrder: "any" | "kept" = "any"): string {
  const form = (part: Meaning): string => canonicalMeaning(part, listOrder);
  switch (meaning.kind) {
    case "scalar":
      return canonicalNode(meaning.node);
    case "named":
      return `${meaning.name}=${form(meaning.value)}`;
    case "record":
      return `record(${meaning.names
        .map((name, index) => `${name}=${form(meaning.values[index] ?? { kind: "words", text: "" })}`)
        .sort()
        .join(", ")})`;
    case "list": {
      const items = meaning.items.map(form);
      if (meaning.braces || listOrder === "any") items.sort();
      return meaning.braces ? `{${[...new Set(items)].join(", ")}}` : items.join(", ");
    }
    case "tuple":
      return `${meaning.open}${meaning.items.map(form).join(", ")}${meaning.close}`;
    case "matrix":
      return `[${meaning.rows.map((row) => `[${row.map(canonicalNode).join(", ")}]`).join(", ")}]`;
    case "real_set":
    case "chain":
      return canonicalNode(meaning.node);
    case "relation":
      return `${canonicalNode(meaning.left)} ${meaning.sign} ${canonicalNode(meaning.right)}`;
    case "words":
      return `"${meaning.text}"`;
  }
}

export function canonicalNode(node: Node): string {
  const exact = node.kind === "quantity" || node.kind === "percent" ? undefined : exactValue(node);
  if (exact !== undefined && bitLength(exact.numerator) + bitLength(exact.denominator) < maximumPrintedBits) return fraction(exact);
  switch (node.kind) {
    case "number":
      return fraction(node.value);
    case "symbol":
      return node.name;
    case "constant":
      return node.name;
    case "sum":
      return `(${node.terms.map(canonicalNode).sort().join(" + ")})`;
    case "product":
      // Matrices do not commute.
      return `(${(isScalar(node) ? node.factors.map(canonicalNode).sort() : node.factors.map(canonicalNode)).join(" * ")})`;
    case "quotient":
      return `(${canonicalNode(node.numerator)} / ${canonicalNode(node.denominator)})`;
    case "negation":
      return `-${canonicalNode(node.operand)}`;
    case "power":
      return `(${canonicalNode(node.base)} ^ ${canonicalNode(node.exponent)})`;
    case "call":
      return `${node.name}(${node.operands.map(canonicalNode).join(", ")})`;
    case "application":
      return `${node.head}<${node.operands.map(canonicalNode).join(", ")}>`;
    case "indexed":
      return `${node.head}_(${canonicalNode(node.index)})`;
    case "sign_choice":
      return `(${node.sign === 1 ? "+-" : "-+"}${canonicalNode(node.operand)})`;
    case "series":
      return `${node.name}[${node.variable}](${[node.from, node.to, node.body].map(canonicalNode).join(", ")})`;
    case "percent":
      return `${canonicalNode(node.value)}%`;
    case "degrees":
      return `${canonicalNode(node.value)}deg`;
    case "quantity":
      return `${canonicalNode(node.value)} [${node.unit}]`;
    case "based":
      return `${node.digits.replace(/^0+(?=.)/, "")}_${node.base}`;
    case "ratio":
      return node.parts.map(canonicalNode).join(":");
    case "words":
      return `"${node.text}"`;
    case "named_set":
      return `set ${node.name}`;
    case "sequence":
      return node.items.map(canonicalNode).join(node.joiner === "comma" ? ", " : ` ${node.joiner} `);
    case "bracketed":
      return `${node.open}${node.items.map(canonicalNode).join(", ")}${node.close}`;
    case "matrix":
      return `[${node.rows.map((row) => `[${row.map(canonicalNode).join(", ")}]`).join(", ")}]`;
    case "relation":
      return node.operands
        .map((operand, index) => `${index === 0 ? "" : ` ${node.signs[index - 1] ?? ""} `}${canonicalNode(operand)}`)
        .join("");
    case "set_operation":
      return `(${canonicalNode(node.left)} ${node.name} ${canonicalNode(node.right)})`;
    case "builder":
      return `{${canonicalNode(node.element)} | ${canonicalNode(node.condition)}}`;
  }
}

function fraction(value: Rational): string {
  return value.denominator === 1n ? value.numerator.toString() : `${value.numerator.toString()}/${value.denominator.toString()}`;
}
