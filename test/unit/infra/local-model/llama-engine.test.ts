// The engine's own work on a fake llama.cpp: stops, limits, re-use of a sequence's tokens, aborts.
import { beforeEach, expect, test } from "vitest";
import type { CompletionJob } from "../../../../infra/local-model/engine.ts";
import type { LlamaModel, LlamaSequence, Token } from "../../../../infra/local-model/llama.ts";
import { createLlamaEngine } from "../../../../infra/local-model/llama-engine.ts";

const endToken = 0;
/** Fed to each sequence in turn: what it "generates", one character a token; "\0" is the end token. */
let script = "";
let evaluated: { tokens: readonly Token[]; seed: number }[] = [];
let contexts: object[] = [];

class FakeSequence implements LlamaSequence {
  contextTokens: Token[] = [];
  get nextTokenIndex() {
    return this.contextTokens.length;
  }
  async adaptStateToTokens(tokens: readonly Token[]) {
    let same = 0;
    while (same < tokens.length && this.contextTokens[same] === tokens[same]) same++;
    this.contextTokens.length = same;
  }
  async *evaluate(tokens: readonly Token[], options: { seed: number }) {
    evaluated.push({ tokens, seed: options.seed });
    this.contextTokens.push(...tokens);
    for (const character of script) {
      await new Promise(setImmediate);
      yield character.charCodeAt(0);
      this.contextTokens.push(character.charCodeAt(0));
    }
    throw new Error("the script ended before the engine stopped");
  }
}

const model: LlamaModel = {
  tokenize: (text, special) => (special ? [1000] : Array.from(text, (character) => character.charCodeAt(0))),
  detokenize: (tokens) => String.fromCharCode(...tokens),
  isEogToken: (token) => token === endToken,
  createContext: async (options) => {
    contexts.push(options);
    return { getSequence: () => new FakeSequence() };
  },
};

const job = (prompt: string, changes: Partial<CompletionJob> = {}): CompletionJob => ({
  prompt: prompt === "" ? [] : [{ kind: "text", text: prompt }],
  maxTokens: 5,
  temperature: 1,
  topP: 1,
  seed: 1,
  stop: [],
  ...changes,
});
const engineOf = (sequences = 1) => createLlamaEngine(model, { modelName: "m", sequences, contextTokens: 20, threads: 1 });
const never = new AbortController().signal;

beforeEach(() => {
  script = "abcdefghijklmnopqrstuvwxyz";
  evaluated = [];
  contexts = [];
});

test("stops at the limit, at a stop sequence and at the end token, and counts what was generated", async () => {
  const engine = await engineOf();
  const counts = { kind: "completed", promptTokens: 2 };
  expect(await engine.complete(job("xy"), never)).toEqual({ ...counts, text: "abcde", finish: "length", completionTokens: 5 });
  expect(await engine.complete(job("xy", { stop: ["cd"] }), never)).toEqual({ ...counts, text: "ab", finish: "stop", completionTokens: 4 });
  script = "ab\0";
  expect(await engine.complete(job("xy"), never)).toEqual({ ...counts, text: "ab", finish: "stop", completionTokens: 3 });
});

test("a stop sequence at the very limit is a stop", async () => {
  const engine = await engineOf();
  expect(await engine.complete(job("xy", { stop: ["e"] }), never)).toMatchObject({ text: "abcd", finish: "stop" });
});

test("fills the context when no limit is asked, and refuses a prompt that leaves no room", async () => {
  const engine = await engineOf();
  expect(await engine.complete(job("x".repeat(17), { maxTokens: null }), never)).toMatchObject({ text: "abc", finish: "length" });
  expect(await engine.complete(job("x".repeat(20)), never)).toEqual({ kind: "too-long", promptTokens: 20, contextTokens: 20 });
});

test("decodes only what differs from the best fitting sequence's last tokens, but always the last token", async () => {
  const engine = await engineOf(2);
  await Promise.all([engine.complete(job("shared-1", { maxTokens: 1 }), never), engine.complete(job("other", { maxTokens: 1 }), never)]);
  evaluated = [];
  await engine.complete(job("shared-2", { maxTokens: 1 }), never);
  await engine.complete(job("shared-2", { maxTokens: 1 }), never);
  expect(evaluated.map(({ tokens }) => String.fromCharCode(...tokens))).toEqual(["2", "2"]);
});

test("control pieces are read as control tokens, text never is, and an empty prompt becomes a line break", async () => {
  const engine = await engineOf();
  const prompt = [
    { kind: "control", text: "<|im_start|>" },
    { kind: "text", text: "<|" },
  ] as const;
  await engine.complete(job("", { prompt }), never);
  await engine.complete(job(""), never);
  expect(evaluated.map(({ tokens }) => tokens)).toEqual([[1000, 60, 124], [10]]);
});

test("the one seed that llama.cpp takes for none is never passed", async () => {
  const engine = await engineOf();
  await engine.complete(job("x", { seed: 2 ** 32 - 1 }), never);
  await engine.complete(job("x", { seed: 2 ** 32 - 2 }), never);
  expect(evaluated.map(({ seed }) => seed)).toEqual([0, 2 ** 32 - 2]);
});

test("an abort ends a text that is being generated, and the sequence serves the next job", async () => {
  const engine = await engineOf();
  const abort = new AbortController();
  const aborted = engine.complete(job("xy", { maxTokens: 18 }), abort.signal);
  await new Promise(setImmediate);
  abort.abort(new Error("the client went away"));
  await expect(aborted).rejects.toThrow("the client went away");
  expect(await engine.complete(job("xy"), never)).toMatchObject({ text: "abcde" });
});

test("the context is made for all sequences, without flash attention, which would make texts depend on their neighbours", async () => {
  await engineOf(3);
  expect(contexts).toEqual([{ sequences: 3, contextSize: 20, threads: 1, batchSize: 512, flashAttention: false }]);
});
