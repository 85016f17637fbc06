// People's lines and machine's lines never share a stream.
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createOutput } from "../../../cli/output.ts";
import type { OutputMode } from "../../../cli/output.ts";

function written(mode: OutputMode) {
  const stdout = new PassThrough({ encoding: "utf8" });
  const stderr = new PassThrough({ encoding: "utf8" });
  const output = createOutput(mode, { stdout, stderr });
  output.say("said");
  output.note("noted");
  output.emit("thing", { value: "a\nb", unknown: null });
  return { stdout: stdout.read() as string | null, stderr: stderr.read() as string | null };
}

describe("createOutput", () => {
  it("for people: what is said on stdout, what goes on on stderr, no JSON", () => {
    expect(written("people")).toEqual({ stdout: "said\n", stderr: "noted\n" });
  });

  it("for machines: one JSON line a record on stdout and nothing else there", () => {
    expect(written("json")).toEqual({ stdout: '{"kind":"thing","value":"a\\nb","unknown":null}\n', stderr: "said\nnoted\n" });
  });
});
