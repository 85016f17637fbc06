// The one small question that finds out what an endpoint can do: it uses exactly what the campaign relies on.
import type { Prompt } from "../../methods/prompts/index.ts";
import type { CampaignConfiguration } from "../../schemas/index.ts";
import type { DrawSampling } from "./client.ts";

const counting = "Count from 1 to 9. Write only the numbers, separated by commas.";
const begun = "1, 2, 3, 4,";

/** A prefix that can only be gone on from (with 5) or begun anew (with 1). */
export function probePrompt({ sampling: { continuation } }: CampaignConfiguration): Prompt {
  switch (continuation) {
    case "prefill":
      return { kind: "chat", messages: [{ role: "user", content: counting }], assistantPrefix: begun };
    case "instruct":
      return { kind: "chat", messages: [{ role: "user", content: counting }] };
    case "completion":
      return { kind: "completion", text: begun, stop: ["\n\n"] };
  }
}

/** Whether a reply to the prefill prompt answers anew, as an endpoint does that ignores the prefix. */
export function beginsAnew(reply: string): boolean {
  return /^\s*1\b/.test(reply);
}

/** The campaign's own temperature and top p; few tokens. */
export function probeSampling({ sampling: { temperature, topP } }: CampaignConfiguration): DrawSampling {
  return { temperature, topP, maxTokens: 16, stop: [] };
}
