// The real local model: fetched, started, asked, and gone with its parent.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InfrastructureError } from "../../infra/error.ts";
import { type LocalModel, prepareLocalModel, startLocalModel } from "../../infra/local-model/index.ts";
import { isAlive } from "../../infra/temporal-server/state.ts";

const files = await prepareLocalModel().catch((error: unknown) => {
  if (error instanceof InfrastructureError) return null;
  throw error;
});

describe.skipIf(files === null)("the local model (needs pip and npm, or a filled cache)", () => {
  let model: LocalModel;
  let client: OpenAI;
  beforeAll(async () => {
    model = await startLocalModel({ sequences: 4 });
    client = new OpenAI({ baseURL: `${model.url}/v1`, apiKey: "none", maxRetries: 0 });
  });
  afterAll(() => model.stop());

  test("goes on with a few-shot text, n draws in one call", async () => {
    const prompt = "Question: What is 2 + 2?\nAnswer: 4\n\nQuestion: What is 5 + 4?\nAnswer:";
    const reply = await client.completions.create({
      model: model.modelName,
      prompt,
      n: 4,
      max_tokens: 8,
      temperature: 0.7,
      seed: 1,
      stop: "\n",
    });
    expect(reply.choices).toHaveLength(4);
    for (const { text } of reply.choices) expect(text).toMatch(/^ \d/);
    expect(reply.usage?.prompt_tokens).toBeGreaterThan(20);
  });

  test("gives the same text for the same seed while it is asked alone, and others for other seeds", async () => {
    const ask = async (seed: number) => {
      const reply = await client.completions.create({
        model: model.modelName,
        prompt: "Once upon a time",
        max_tokens: 12,
        temperature: 1,
        seed,
      });
      return reply.choices[0]?.text;
    };
    const first = await ask(7);
    expect(await ask(7)).toBe(first);
    expect(new Set([first, await ask(8), await ask(9)]).size).toBeGreaterThan(1);
  });

  test("answers in chat, in the words of its template", async () => {
    const messages = [{ role: "user", content: "What is the capital of France?" }] as const;
    const reply = await client.chat.completions.create({ model: model.modelName, messages: [...messages], max_tokens: 16, temperature: 0 });
    expect(reply.choices[0]).toMatchObject({ message: { content: "The capital of France is Paris." }, finish_reason: "stop" });
  });

  test("ends when its parent is killed", async () => {
    const module = fileURLToPath(new URL("../../infra/local-model/index.ts", import.meta.url));
    const script = `import { startLocalModel } from ${JSON.stringify(module)};
      console.log((await startLocalModel({ sequences: 1 })).pid);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["ignore", "pipe", "ignore"] });
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  test("ends when it is stopped", async () => {
    const other = await startLocalModel({ sequences: 1 });
    await other.stop();
    expect(isAlive(other.pid)).toBe(false);
    await other.stop();
    await expect(fetch(`${other.url}/health`)).rejects.toThrow("fetch failed");
  });
});
