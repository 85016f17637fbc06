// The histories of a campaign's workflows, every run of a chain, and what is written in them.
import type { Client } from "@temporalio/client";

type History = Awaited<ReturnType<ReturnType<Client["workflow"]["getHandle"]>["fetchHistory"]>>;
export type HistoryEvent = NonNullable<History["events"]>[number];

export interface RunHistory {
  readonly workflowId: string;
  readonly runId: string;
  readonly history: History;
  readonly events: readonly HistoryEvent[];
}

/** The runs of a workflow's latest chain of continue-as-new, the first one first. */
export async function chainOf(client: Client, workflowId: string): Promise<readonly RunHistory[]> {
  const chain: RunHistory[] = [];
  let runId = (await client.workflow.getHandle(workflowId).describe()).runId;
  while (runId !== "") {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const events = history.events ?? [];
    chain.unshift({ workflowId, runId, history, events });
    runId = events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? "";
  }
  return chain;
}

/** Ids of the children that a run asked for, in their order. */
export function childrenOf({ events }: RunHistory): readonly string[] {
  return events.flatMap((event) => event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId ?? []);
}

/** Of a campaign: its own runs, its shards', its problems'. */
export async function campaignHistories(client: Client, campaign: string): Promise<readonly RunHistory[]> {
  const found = [...(await chainOf(client, campaign))];
  for (const run of found) {
    const known = new Set(found.map(({ workflowId }) => workflowId));
    for (const child of new Set(childrenOf(run))) if (!known.has(child)) found.push(...(await chainOf(client, child)));
  }
  return found;
}

/** Every text and every payload anywhere in an event, with its path. */
export function* contentsOf(
  value: unknown,
  path = "",
): Generator<{ readonly path: string; readonly bytes: number; readonly text: string }> {
  if (typeof value === "string") yield { path, bytes: Buffer.byteLength(value), text: value };
  else if (value instanceof Uint8Array) yield { path, bytes: value.byteLength, text: Buffer.from(value).toString("utf8") };
  else if (value !== null && typeof value === "object")
    for (const [key, member] of Object.entries(value)) yield* contentsOf(member, `${path}/${key}`);
}
