// Which golds are listed for review.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { goldAudit } from "../../../../methods/answers/index.ts";
import type { AnswerClass } from "../../../../methods/answers/index.ts";

const of = (canonical: string, count: number, verdict: AnswerClass["verdict"] = "different"): AnswerClass => ({
  canonical,
  count,
  verdict,
});

test.each<[string, readonly AnswerClass[], unknown]>([
  ["one rollout that agrees settles it", [of("3", 9), of("4", 1, "equal")], { kind: "agrees", equal: 1, answers: 10 }],
  ["a dominant other answer", [of("3", 6), of("4", 2)], { kind: "review", dominant: "3", count: 6, answers: 8, undecided: false }],
  [
    "a dominant answer that could not be compared",
    [of("?", 5, "undecided")],
    { kind: "review", dominant: "?", count: 5, answers: 5, undecided: true },
  ],
  ["half is not most", [of("3", 4), of("4", 4)], { kind: "unsettled", answers: 8 }],
  ["too few rollouts", [of("3", 3)], { kind: "unsettled", answers: 3 }],
  ["no rollouts", [], { kind: "unsettled", answers: 0 }],
])("%s", (_, classes, audit) => {
  expect(goldAudit(classes)).toEqual(audit);
});

test("the thresholds can be set", () => {
  expect(goldAudit([of("3", 3)], { minimumAnswers: 3 }).kind).toBe("review");
  expect(goldAudit([of("3", 6), of("4", 2)], { dominantShare: 0.75 }).kind).toBe("unsettled");
});

test("the order of the classes does not matter, and a review names a class that holds most rollouts", () => {
  const each = fc.record({
    canonical: fc.string(),
    count: fc.integer({ min: 0, max: 9 }),
    verdict: fc.constantFrom("different" as const, "undecided" as const),
  });
  fc.assert(
    fc.property(fc.uniqueArray(each, { selector: (value) => value.canonical, maxLength: 6 }), (classes) => {
      const audit = goldAudit(classes);
      expect(goldAudit(classes.toReversed())).toEqual(audit);
      expect(audit.kind === "review" ? audit.count * 2 > audit.answers : true).toBe(true);
    }),
  );
});
