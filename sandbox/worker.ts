// One worker process: started, asked one thing at a time, watched by the clock, and killed when it breaks a rule.
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Readable, Writable } from "node:stream";
import { encodeFrame, FrameReader } from "./frames.ts";
import { bootMs, frameLimitBytes, graceMs } from "./limits.ts";
import { parseJson, readySchema, replySchema, type WireReply, type WireRequest } from "./protocol.ts";

export interface WorkerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Bytes to be read on descriptor 5 (a system call filter), or null. */
  readonly filter: Buffer | null;
}

/** How a request ended. died: the worker is gone; late: it did not answer in time and was killed; violation: it broke the protocol and was killed. */
export type WorkerResult =
  | { readonly kind: "reply"; readonly reply: WireReply }
  | { readonly kind: "late" }
  | { readonly kind: "violation"; readonly reason: string }
  | { readonly kind: "died"; readonly reason: string; readonly memory: boolean };

export type WorkerRequest = Omit<WireRequest, "id" | "nonce">;

interface Waiting {
  readonly id: number;
  readonly nonce: string;
  readonly settle: (result: WorkerResult) => void;
}

const stderrKept = 4096;
let nextIdentifier = 1;

export class Worker {
  readonly #child: ChildProcess;
  readonly #requests: Writable;
  readonly #exited: Promise<void>;
  readonly #ready: Promise<WorkerResult | null>;
  #version = "";
  #stderr = "";
  #waiting: Waiting | null = null;
  #alive = true;
  /** Requests answered so far. */
  runs = 0;

  constructor(command: WorkerCommand) {
    const stdio: ("ignore" | "pipe")[] = ["ignore", "ignore", "pipe", "pipe", "pipe"];
    if (command.filter !== null) stdio.push("pipe");
    // An empty environment: nothing of the host's is there to be read.
    this.#child = spawn(command.command, command.args, { stdio, env: {}, cwd: "/", detached: false });
    const streams = this.#child.stdio as unknown as readonly (Readable & Writable)[];
    const [, , stderr, requests, replies, filter] = streams;
    let announce: (result: WorkerResult | null) => void = () => undefined;
    this.#ready = new Promise((resolve) => (announce = resolve));
    const bootTimer = setTimeout(() => this.#end({ kind: "late" }, announce), bootMs);
    for (const stream of [stderr, requests, replies, filter]) stream?.on("error", () => undefined);
    filter?.end(command.filter);
    this.#requests = requests as Writable;
    stderr?.on("data", (bytes: Buffer) => (this.#stderr = (this.#stderr + bytes.toString("latin1")).slice(-stderrKept)));

    const reader = new FrameReader(frameLimitBytes);
    let booted = false;
    replies?.on("data", (bytes: Buffer) => {
      for (const event of reader.push(bytes)) {
        if (event.kind === "violation") return this.#end({ kind: "violation", reason: event.reason }, announce);
        const value = parseJson(event.text);
        if (!booted) {
          const ready = readySchema.safeParse(value);
          if (!ready.success) return this.#end({ kind: "violation", reason: "a first frame that does not greet" }, announce);
          booted = true;
          clearTimeout(bootTimer);
          this.#version = ready.data.version;
          announce(null);
          continue;
        }
        this.#receive(value);
      }
    });
    const died = (code: number | null, signal: string | null) => {
      clearTimeout(bootTimer);
      this.#end({ kind: "died", reason: this.#deathReason(code, signal), memory: this.#outOfMemory(code, signal) }, announce);
    };
    this.#exited = new Promise((resolve) => {
      this.#child.once("error", (error) => {
        this.#stderr = error.message;
        died(null, null);
        resolve();
      });
      this.#child.once("close", (code, signal) => {
        died(code, signal);
        resolve();
      });
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  get version(): string {
    return this.#version;
  }

  get processId(): number | null {
    return this.#child.pid ?? null;
  }

  /** null once the worker is ready; otherwise why it never will be. */
  ready(): Promise<WorkerResult | null> {
    return this.#ready;
  }

  /** Asks once; never rejects. Resolves at the latest `graceMs` after the request's own limit. */
  async ask(request: WorkerRequest): Promise<WorkerResult> {
    const failed = await this.#ready;
    if (failed !== null) return failed;
    if (!this.#alive) return { kind: "died", reason: "the worker is gone", memory: false };
    if (this.#waiting !== null) return { kind: "violation", reason: "the worker is busy" };
    const id = nextIdentifier++;
    const nonce = randomBytes(16).toString("hex");
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end({ kind: "late" }), request.timeout_ms + graceMs);
      this.#waiting = {
        id,
        nonce,
        settle: (result) => {
          clearTimeout(timer);
          this.#waiting = null;
          this.runs += 1;
          resolve(result);
        },
      };
      this.#requests.write(encodeFrame({ ...request, id, nonce } satisfies WireRequest));
    });
  }

  /** SIGKILL, and only that: a busy worker cannot end well. Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#end({ kind: "died", reason: "the worker was closed", memory: false });
    await this.#exited;
  }

  #receive(value: unknown): void {
    const waiting = this.#waiting;
    // Nobody asked: a second answer to an old request, or noise. Either way the worker is not to be trusted any more.
    if (waiting === null) return this.#end({ kind: "violation", reason: "a frame that was not asked for" });
    const parsed = replySchema.safeParse(value);
    if (!parsed.success) return this.#end({ kind: "violation", reason: "a frame that is no reply" });
    if (parsed.data.id !== waiting.id || parsed.data.nonce !== waiting.nonce)
      return this.#end({ kind: "violation", reason: "a reply to another request" });
    waiting.settle({ kind: "reply", reply: parsed.data });
  }

  #end(result: WorkerResult, announce?: (result: WorkerResult | null) => void): void {
    this.#alive = false;
    this.#child.kill("SIGKILL");
    // The child's ends are closed with it; ours must not wait for a grandchild that holds one.
    for (const stream of this.#child.stdio) stream?.destroy();
    announce?.(result);
    this.#waiting?.settle(result);
  }

  #deathReason(code: number | null, signal: string | null): string {
    const how = signal !== null ? `signal ${signal}` : `code ${code ?? "unknown"}`;
    const lines = this.#stderr.trim().split("\n");
    const last = lines.find((line) => /FATAL|memory watch/.test(line)) ?? lines.at(-1) ?? "";
    return `the worker ended by ${how}${last === "" ? "" : `: ${last.slice(0, 300)}`}`;
  }

  #outOfMemory(code: number | null, signal: string | null): boolean {
    // 137 is bubblewrap's word for a program that was killed; workers kill themselves so when their resident memory is over the limit.
    return signal === "SIGKILL" || code === 137 || /heap out of memory|Out of memory|OOM|memory watch/i.test(this.#stderr);
  }
}
