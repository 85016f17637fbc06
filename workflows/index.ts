// The bundle's entry: the workflow functions and nothing else.
export { campaign } from "./campaign.ts";
export { problem } from "./problem.ts";
export { shard } from "./shard.ts";
