// Frames between the host and a worker: 4 bytes little-endian length, then that many bytes of UTF-8 JSON.

export type FrameEvent = { readonly kind: "frame"; readonly text: string } | { readonly kind: "violation"; readonly reason: string };

export function encodeFrame(value: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(value), "utf8");
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length, 0);
  return Buffer.concat([head, body]);
}

/** Cuts a stream of bytes into frames; holds at most one frame of `limit` bytes. After a violation it says nothing more. */
export class FrameReader {
  readonly #limit: number;
  #pending: Buffer = Buffer.alloc(0);
  #broken = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(bytes: Buffer): FrameEvent[] {
    if (this.#broken) return [];
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const events: FrameEvent[] = [];
    while (this.#pending.length >= 4) {
      const size = this.#pending.readUInt32LE(0);
      if (size > this.#limit) {
        this.#broken = true;
        this.#pending = Buffer.alloc(0);
        events.push({ kind: "violation", reason: `a frame of ${size} bytes` });
        break;
      }
      if (this.#pending.length < size + 4) break;
      events.push({ kind: "frame", text: this.#pending.toString("utf8", 4, size + 4) });
      this.#pending = this.#pending.subarray(size + 4);
    }
    return events;
  }
}
