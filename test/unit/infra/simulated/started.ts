// Starts simulated models for one test file and closes them after each test; posts JSON to them.
import { afterEach } from "vitest";
import { startSimulatedModel } from "../../../../infra/simulated/index.ts";
import type { SimulatedModel, SimulatedModelOptions } from "../../../../infra/simulated/index.ts";

export const question =
  "Mia has 14 stickers. Mia buys 9 more. Over the year the collection grows to 2 times its size. How many stickers does Mia have now?";
export const solution = "Step 1: 14 + 9 = 23\nStep 2: 23 * 2 = 46\nAnswer: 46";
/** A model that makes no error, so that its text is known. */
export const flawless: SimulatedModelOptions = { errorRate: 0 };

const started: SimulatedModel[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((model) => model.close()));
});

export async function start(options: SimulatedModelOptions = flawless): Promise<SimulatedModel> {
  const model = await startSimulatedModel(options);
  started.push(model);
  return model;
}

export interface Posted {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The body as parsed JSON; tests match its shape.
  readonly json: unknown;
}

export async function post(model: SimulatedModel, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Posted> {
  const response = await fetch(`${model.url}${path}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers,
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

export async function getJson(model: SimulatedModel, path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(`${model.url}${path}`, { headers });
  const json: unknown = await response.json();
  return json;
}

/** The texts of a chat or completions answer. */
export function textsOf({ json }: Posted): string[] {
  const { choices } = json as { choices: { text?: string; message?: { content: string } }[] };
  return choices.map((choice) => choice.text ?? choice.message?.content ?? "");
}

export const ask = { model: "simulated", messages: [{ role: "user", content: question }] };
