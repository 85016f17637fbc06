// Whether a configuration is the one that a campaign began with: the sections that decide its draws may not change.
import { modelIdentity, modelWire } from "../activities/models/index.ts";
import { canonicalJson, sha256 } from "../schemas/hash.ts";
import type { Json } from "../schemas/hash.ts";
import type { CampaignConfiguration } from "../schemas/index.ts";

/** What decides the draws: of a model its wire and identity, not where, how fast or at which price it is asked. */
export function lockedConfiguration(configuration: CampaignConfiguration): Readonly<Record<string, Json>> {
  const { seed, models, sampling, solutions, strategy, shardSize } = configuration;
  // Leaving out what cannot be used changes no draw of what can.
  const { skipInvalid: _skipInvalid, ...problems } = configuration.problems;
  const identities = Object.fromEntries(
    Object.entries(models).map(([alias, model]) => [alias, { wire: modelWire(model), identity: modelIdentity(model) }]),
  );
  return {
    seed,
    shardSize,
    problems: problems,
    models: identities,
    sampling: sampling,
    solutions: solutions,
    strategy: strategy,
  };
}

export function configurationHash(configuration: CampaignConfiguration): string {
  return sha256(canonicalJson(lockedConfiguration(configuration)));
}

/** One line a difference: `strategy.k: 8 -> 4`. Empty where nothing that is locked has changed. */
export function lockedDifferences(before: Json, after: Json, path = ""): readonly string[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => lockedDifferences(before[key] ?? null, after[key] ?? null, path === "" ? key : `${path}.${key}`));
  }
  return [`${path}: ${canonicalJson(before)} -> ${canonicalJson(after)}`];
}

function isObject(value: Json): value is { readonly [key: string]: Json | undefined } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
