// Foreign text in a terminal: nothing of it acts, everything of it can be read.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, harmless, oneLine, terminalColumns, width, wrap } from "../../../cli/terminal.ts";

/** Texts full of what terminals act upon. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "\u001b[2J",
        "\u001b]0;title\u0007",
        "\u001b]8;;http://x\u001b\\link",
        "\u009b31m",
        "\r",
        "\b",
        "\u202e",
        "\u200b",
        "\ud800",
        "\u2028",
        "\t",
        "\r\n",
        "\n",
      ),
      fc.constantFrom("Step 1: 2 + 2 = 4", "né", "漢字", "👍🏽"),
    ),
  )
  .map((parts) => parts.join(""));

const printable = fc
  .string({ unit: fc.constantFrom("a", "b", " ", "é", "漢", "👍", ".", ",", "-") })
  .map((text) => text.replaceAll(/ +/g, " "));

describe("harmless", () => {
  it("leaves no control, format or surrogate character but line breaks, whatever the text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(harmless(text)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(harmless(harmless(text))).toBe(harmless(text));
      }),
    );
  });

  it("leaves printable text as it is", () => {
    fc.assert(
      fc.property(printable, (text) => {
        expect(harmless(text)).toBe(text);
      }),
    );
  });

  it.each([
    ["a cleared screen", "a\u001b[2Jb", "ab"],
    ["a window title", "a\u001b]0;owned\u0007b", "ab"],
    ["text that runs backwards", "a\u202eb", "ab"],
    ["an overwritten line", "wrong\rright", "wrongright"],
    ["a tab", "a\tb", "a  b"],
    ["Windows line breaks", "a\r\nb", "a\nb"],
  ])("takes %s out", (_, text, plain) => {
    expect(harmless(text)).toBe(plain);
  });

  it("makes one line of several", () => {
    expect(oneLine(" a\n\n b\tc ")).toBe("a b c");
  });
});

describe("width", () => {
  it.each([
    ["latin", "abc", 3],
    ["combining marks", "e\u0301", 1],
    ["Chinese", "漢字", 4],
    ["an emoji with a skin tone", "👍🏽", 2],
    ["nothing", "", 0],
  ])("counts the columns of %s", (_, text, columns) => {
    expect(width(text)).toBe(columns);
  });
});

describe("wrap", () => {
  it("makes no line wider than asked for, and loses nothing but spaces", () => {
    fc.assert(
      fc.property(printable, fc.integer({ min: 8, max: 40 }), (text, columns) => {
        const lines = wrap(text, { columns, first: "> " });
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
        const kept = lines.map((line) => line.slice(2)).join("");
        expect(kept.replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  it("breaks at spaces, keeps line breaks, and sets further lines under the first", () => {
    expect(wrap("one two three\nfour", { columns: 11, first: "1. " })).toEqual(["1. one two", "   three", "   four"]);
  });

  it("breaks within a word that is longer than a line", () => {
    expect(wrap("abcdefghij", { columns: 4 })).toEqual(["abcd", "efgh", "ij"]);
  });
});

describe("cut", () => {
  it("leaves what fits, and ends with … where something is left out", () => {
    fc.assert(
      fc.property(printable, fc.integer({ min: 2, max: 30 }), (text, columns) => {
        const shown = cut(text, columns);
        expect(width(shown)).toBeLessThanOrEqual(columns);
        expect(shown === text || shown.endsWith("…")).toBe(true);
      }),
    );
  });
});

describe("terminalColumns", () => {
  it.each([
    ["no terminal", undefined, 80],
    ["a usual one", 100, 100],
    ["a very wide one", 400, 120],
    ["one that does not say", 0, 80],
    ["a very narrow one", 10, 20],
  ])("is, of %s, a width that can be read", (_, columns, expected) => {
    expect(terminalColumns(columns === undefined ? {} : { columns })).toBe(expected);
  });
});
