// Prefixes, and the whole text again after a model has gone on.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinContinuation, nextStepNumber, prefixText, segment } from "../../../../methods/steps/index.ts";

const text = "Step 1: 14 + 9 = 23\nStep 2: 23 + 28 = 51\nAnswer: 51";

describe("prefixText", () => {
  it("gives the first steps verbatim", () => {
    const spans = segment(text);
    expect([0, 1, 2].map((t) => prefixText(text, spans, t))).toEqual(["", "Step 1: 14 + 9 = 23\n", text]);
  });

  it("refuses more steps than there are", () => {
    expect(() => prefixText(text, segment(text), 3)).toThrow(RangeError);
  });
});

describe("nextStepNumber", () => {
  it.each([
    ["Step 1: a\nStep 2: b\n", 2, 3],
    ["Step 0: a\n", 1, 1],
    ["An opening claim.\nStep 1: a\n", 2, 2],
    ["1. a\n2. b\n", 2, 3],
    ["A claim.\nAnother one.\n", 2, 3],
  ])("of %j with %i steps is %i", (prefix, steps, next) => {
    expect(nextStepNumber(prefix, steps)).toBe(next);
  });
});

describe("joinContinuation", () => {
  it.each([
    ["a stripped reply begins on a new line", "Step 1: a\n", "Step 2: b", "Step 1: a\nStep 2: b"],
    ["a reply with its own line break brings no second one", "Step 1: a\n", "\nStep 2: b", "Step 1: a\nStep 2: b"],
    ["a paragraph break is kept", "One.\n\n", "Two.", "One.\n\nTwo."],
    ["a reply in the middle of the line goes on in it", "Step 1: a\n", " and more", "Step 1: a and more"],
    ["a closing sign belongs to the line", "Step 1: a\n", ".\nStep 2: b", "Step 1: a.\nStep 2: b"],
    ["a prefix without a line break gets one", "Step 1: a", "Step 2: b", "Step 1: a\nStep 2: b"],
    ["the bare problem has nothing to join", "", "Step 1: a", "Step 1: a"],
    ["an empty reply changes nothing", "Step 1: a\n", "", "Step 1: a\n"],
    ["line ends of Windows", "Step 1: a\r\n", "\r\nStep 2: b", "Step 1: a\r\nStep 2: b"],
  ])("%s", (_, prefix, continuation, whole) => {
    expect(joinContinuation(prefix, continuation)).toBe(whole);
  });

  it("gives the text back that was cut, however its reply is stripped", () => {
    const lines = fc.array(fc.constantFrom("14 + 9 = 23 apples", "so he has 51 of them", "which makes 7 in all"), {
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(lines, fc.nat(), fc.boolean(), (claims, at, stripped) => {
        const whole = claims.map((claim, index) => `Step ${index + 1}: ${claim}`).join("\n");
        const prefix = prefixText(whole, segment(whole), 1 + (at % (claims.length - 1)));
        const rest = whole.slice(stripped ? prefix.length : prefix.trimEnd().length);
        expect(joinContinuation(prefix, rest)).toBe(whole);
      }),
    );
  });

  it("keeps both texts verbatim, with white space alone between them", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (prefix, continuation) => {
        const whole = joinContinuation(prefix, continuation);
        expect(whole.startsWith(prefix.trimEnd())).toBe(true);
        expect(whole.endsWith(continuation)).toBe(true);
        expect(whole.slice(prefix.trimEnd().length, whole.length - continuation.length).trim()).toBe("");
      }),
    );
  });
});
