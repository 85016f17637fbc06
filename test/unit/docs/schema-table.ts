// A JSON Schema as rows of a markdown table: one key a row, its values, its default and its meaning.

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: string | number | boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

/** Rows for the keys of an object, nested ones as `outer.inner`, those of a list's items as `list[].inner`. */
export function schemaTable(schema: Schema): string {
  return ["| key | values | default | meaning |", "|---|---|---|---|", ...rows(schema, "")].join("\n");
}

function rows(schema: Schema, prefix: string): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const key = `${prefix}${name}`;
    const nested = property.type === "array" ? property.items : property;
    const inner = nested?.properties === undefined ? [] : rows(nested, `${key}${property.type === "array" ? "[]" : ""}.`);
    // A section that only groups its keys needs no row of its own.
    if (inner.length > 0 && property.description === undefined) return inner;
    return [row(key, property, (schema.required ?? []).includes(name)), ...inner];
  });
}

function row(key: string, schema: Schema, isRequired: boolean): string {
  const standard = isRequired ? "(required)" : schema.default === undefined || isEmpty(schema.default) ? "" : code(schema.default);
  return `| \`${key}\` | ${values(schema)} | ${standard} | ${(schema.description ?? "").replaceAll("|", "\\|")} |`;
}

/** The values that a key takes, in a few words. */
export function values(schema: Schema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(values).join(", or ");
  const { type = "any" } = schema;
  switch (type) {
    case "integer":
    case "number":
      return `${type === "integer" ? "whole number" : "number"}${range(schema)}`;
    case "boolean":
      return "true or false";
    case "array":
      return `list of ${schema.items?.properties === undefined ? `${values(schema.items ?? {})}s` : "sections"}`;
    case "object":
      return schema.properties === undefined ? "section" : `\`{ ${Object.entries(schema.properties).map(member).join(", ")} }\``;
    default:
      return type === "string" ? "text" : type;
  }
}

const member = ([name, schema]: readonly [string, Schema]): string =>
  schema.const === undefined ? name : `${name}: ${String(schema.const)}`;

function range({ minimum, exclusiveMinimum, maximum }: Schema): string {
  const upper = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? null : maximum;
  const lower = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? null : minimum;
  if (lower !== null && upper !== null) return ` from ${lower} to ${upper}`;
  const bounds = [
    ...(lower === null ? [] : [`from ${lower} on`]),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(upper === null ? [] : [`to ${upper}`]),
  ];
  return bounds.length === 0 ? "" : ` ${bounds.join(", ")}`;
}

const code = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
