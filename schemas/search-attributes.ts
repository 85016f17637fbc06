// The typed search attributes: one list, used where they are registered, set and tested.

export type SearchAttributeName = (typeof searchAttributes)[number]["name"];

export const searchAttributes = [
  { name: "StepLabelCampaign", type: "Keyword" },
  { name: "StepLabelStrategy", type: "Keyword" },
  { name: "StepLabelModel", type: "Keyword" },
  { name: "StepLabelPhase", type: "Keyword" },
  { name: "StepLabelOutcome", type: "Keyword" },
] as const satisfies readonly { name: string; type: "Keyword" | "Int" | "Double" }[];
