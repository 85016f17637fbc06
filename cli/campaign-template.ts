// The campaign file that `init` writes: a dry run as it stands, and the places where it becomes a user's own.

export interface TemplateValues {
  readonly name: string;
  /** Path of the JSON Schema, relative to the file. */
  readonly schema: string;
}

export function campaignTemplate({ name, schema }: TemplateValues): string {
  return `# yaml-language-server: $schema=${schema.replaceAll("\\", "/")}
# A campaign: problems with gold answers in, labelled steps out. \`steplabel run campaign.yaml\` starts it or goes on with it.
# Every key and default is in docs/configuration.md and, with an editor that knows YAML schemas, at the cursor.

name: ${JSON.stringify(name)}
# Every random choice comes from this number: same seed, same draws.
seed: 1

problems:
  # JSONL, CSV or Parquet.
  path: problems.jsonl
  columns:
    question: question
    # The gold answer, or a text that holds it (\\boxed{}, ####, "the answer is").
    gold: answer
    reference: reference_solution
    # Solutions that the file brings along are labelled too: name the column of their text, or of their list of steps.
    # solutions:
    #   - text: solution

models:
  # The simulated reasoner writes arithmetic with known errors: a dry run, for nothing. It knows the simulated problems only.
  solver:
    provider: simulated
    options: { errorRate: 0.15, recoveryRate: 0.05 }
  # A model of your own: any endpoint with OpenAI's wire format (vLLM, SGLang, llama.cpp, OpenRouter, …), Anthropic's (provider:
  # anthropic), or the small one that Steplabel serves on this machine's processor (provider: local).
  # solver:
  #   provider: openai
  #   model: Qwen/Qwen2.5-Math-7B-Instruct
  #   baseUrl: http://localhost:8000/v1
  #   apiKeyVariable: VLLM_API_KEY   # the environment variable that holds the key
  #   price: free                    # or { inputPerMillion: 0.1, outputPerMillion: 0.3 } in US dollars

sampling:
  solver: solver
  # prefill: as the assistant's unfinished message; completion: as a raw prompt; instruct: quoted in a user turn.
  continuation: prefill
  temperature: 0.7
  maxTokens: 512

solutions:
  # Solutions sampled a problem.
  sample: 8
  # on: what no sample or every sample solves gets no rollouts.
  gate: on
  # Most wrong and right ones that are labelled.
  wrong: 2
  right: 2

strategy:
  # every-step: k rollouts after every step. bisect: binary search for the first error of wrong solutions.
  kind: every-step
  k: 8

# Limits that no call passes; a campaign that meets one stops, writes what it has, and goes on once the limit is raised.
budget:
  calls: 20000
  # usd: 5          # needs the price of every model
  # tokens: 2000000
`;
}
