// --json puts no character on a terminal that it would obey: the value stays the same, the line is plain.
import { Writable } from "node:stream";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createOutput } from "../../../cli/output.ts";

function emitted(record: object): string {
  let written = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  createOutput("json", { stdout: stream, stderr: stream }).emit("it", record);
  return written;
}

/** Drawn often: of all characters hardly one in a thousand is of this kind. */
const obeyed = fc.constantFrom("\u007f", "\u0080", "\u009b", "\u00ad", "\u200b", "\u202e", "\u2028", "\u2029", "\ufeff", "\u{e0041}", "\\");

describe("a JSON line", () => {
  test("escapes C1, bidirectional, invisible and line-separating characters, each half of a pair by itself", () => {
    const line = emitted({ text: "a\u009b1m\u202eb\u2028c\u{e0041}" });
    expect(line).toBe('{"kind":"it","text":"a\\u009b1m\\u202eb\\u2028c\\udb40\\udc41"}\n');
  });

  test("says the same value, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(obeyed, fc.string({ unit: "binary", minLength: 1, maxLength: 1 })) }), (text) => {
        const line = emitted({ text });
        expect(JSON.parse(line)).toEqual({ kind: "it", text });
        expect(line).not.toMatch(/[\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/u);
      }),
    );
  });
});
