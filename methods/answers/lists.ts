// Lists as people write solutions: `x = 1, 2`, `x = 1 or x = 2`, `p = 5, q = 2; p = 7, q = 2`, `(x, y) = (5, 8) and (8, 5)`.
import type { Meaning } from "./meaning.ts";

/** The meaning of items side by side. `grouped` items were cut at `;` and are solutions of their own. */
export function readList(items: readonly Meaning[], grouped: boolean): Meaning {
  const all = grouped ? items : items.flatMap((item) => (item.kind === "list" && !item.braces ? item.items : [item]));
  // "k an integer" beside a family in k only says what k is.
  const flat = all.length > 1 ? all.filter((item) => !isIntegerParameter(item)) : all;
  const [first] = flat;
  if (first === undefined) return { kind: "words", text: "empty set" };
  if (flat.length === 1) return first;
  const names = flat.map((item) => (item.kind === "named" ? item.name : undefined));
  const values = flat.map((item) => (item.kind === "named" ? item.value : item));
  const named = names.filter((name) => name !== undefined);
  if (named.length === 0) return { kind: "list", items: flat, braces: false };
  const heads = new Set(named.map(headOf));
  if (heads.size === 1 && names[0] !== undefined) {
    const inner = values.flatMap((value) => (value.kind === "list" && !value.braces ? value.items : [value]));
    return { kind: "named", name: names[0], value: { kind: "list", items: inner, braces: false } };
  }
  if (named.length < flat.length) return { kind: "list", items: flat, braces: false };
  return new Set(named).size === named.length ? { kind: "record", names: named, values } : repeatedRecords(named, values, flat);
}

function isIntegerParameter(item: Meaning): boolean {
  return (
    item.kind === "named" &&
    /^[klmn]$/.test(item.name) &&
    item.value.kind === "real_set" &&
    item.value.node.kind === "named_set" &&
    item.value.node.name === "integers"
  );
}

/** f(x) and f(y) are values of one name. */
export function headOf(name: string): string {
  return name.startsWith("(") ? name : name.replace(/\(.*$/, "");
}

/** A name that comes again begins the next solution. */
function repeatedRecords(names: readonly string[], values: readonly Meaning[], flat: readonly Meaning[]): Meaning {
  const period = new Set(names).size;
  const records: Meaning[] = [];
  for (let start = 0; start < names.length; start += period) {
    const part = names.slice(start, start + period);
    if (new Set(part).size !== period) return { kind: "list", items: flat, braces: false };
    records.push({ kind: "record", names: part, values: values.slice(start, start + period) });
  }
  return { kind: "list", items: records, braces: false };
}
