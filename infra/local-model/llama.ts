// The parts of node-llama-cpp that are used here, as types: the package is installed on demand, so its own types are not at hand.
import { pathToFileURL } from "node:url";

export type Token = number;

export interface LlamaSequence {
  readonly nextTokenIndex: number;
  readonly contextTokens: readonly Token[];
  adaptStateToTokens(tokens: readonly Token[], allowShift: boolean): Promise<void>;
  evaluate(
    tokens: readonly Token[],
    options: { temperature: number; topK: number; topP: number; seed: number; yieldEogToken: boolean },
  ): AsyncIterable<Token>;
}

export interface LlamaModel {
  tokenize(text: string, specialTokens: boolean): Token[];
  detokenize(tokens: readonly Token[], specialTokens: boolean, lastTokens?: readonly Token[]): string;
  isEogToken(token: Token): boolean;
  createContext(options: {
    sequences: number;
    contextSize: number;
    threads: number;
    batchSize: number;
    flashAttention: boolean;
  }): Promise<{ getSequence(): LlamaSequence }>;
}

interface LlamaLibrary {
  getLlama(options: {
    gpu: false | "metal";
    build: "never";
    maxThreads: number;
    progressLogs: false;
    logLevel: "error";
  }): Promise<{ loadModel(options: { modelPath: string }): Promise<LlamaModel> }>;
}

/** Loads node-llama-cpp from its installed module, and a model with it, on the CPU with `threads` threads (macOS on arm64: its one build, for Metal). */
export async function loadLlamaModel(runtimeModule: string, modelFile: string, threads: number): Promise<LlamaModel> {
  const library = (await import(pathToFileURL(runtimeModule).href)) as LlamaLibrary;
  const gpu = process.platform === "darwin" && process.arch === "arm64" ? "metal" : false;
  const llama = await library.getLlama({ gpu, build: "never", maxThreads: threads, progressLogs: false, logLevel: "error" });
  return llama.loadModel({ modelPath: modelFile });
}
