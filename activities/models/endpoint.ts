// Who is asked, in the words of a sentence for the user: never a key, never a path or credentials of a URL.

export interface Endpoint {
  /** Alias of the model in the configuration. */
  readonly alias: string;
  /** Name of the model as the endpoint knows it. */
  readonly model: string;
  /** Host and port. */
  readonly host: string;
  /** Environment variable of the key; null where none is needed. */
  readonly keyVariable: string | null;
  /** Values that must not appear in any text. */
  readonly secrets: readonly string[];
}

/** `models.solver (gpt-x at api.example.com)`. */
export function describeEndpoint({ alias, model, host }: Endpoint): string {
  return `models.${alias} (${model} at ${host})`;
}
