// Progress: one line written over on a terminal, few plain lines elsewhere, rates of this run only.
import { describe, expect, it } from "vitest";
import { createProgressBar, progressLine } from "../../../cli/progress-bar.ts";
import type { Progress } from "../../../cli/progress-bar.ts";
import { figures, outcomes } from "./figures.ts";

const progress = (finished: number, elapsedMs: number, change: Partial<Progress["figures"]> = {}): Progress => ({
  figures: figures({ outcomes: outcomes({ finished }), ...change }),
  rows: 100,
  elapsedMs,
  drawsAtStart: 0,
});

function stream(columns?: number) {
  const written: string[] = [];
  return {
    written,
    isTTY: columns !== undefined,
    ...(columns === undefined ? {} : { columns }),
    write: (text: string) => written.push(text),
  };
}

describe("progressLine", () => {
  it("says how many problems, how long it still takes, draws, rate and spend", () => {
    expect(progressLine(progress(20, 10_000, { draws: 500, settledMicroUsd: 20_000 }), 0)).toBe(
      "20 of 100 problems, 40 s left, 500 draws (50.0/s), spent $0.0200",
    );
  });

  it("takes no credit for what an earlier run did", () => {
    const resumed = { ...progress(60, 10_000, { draws: 900 }), drawsAtStart: 800 };
    expect(progressLine(resumed, 50)).toBe("60 of 100 problems, 40 s left, 900 draws (10.0/s), spent $0");
  });

  it("guesses no time before the first problem, and names unknown money and calls", () => {
    expect(progressLine(progress(0, 10, { settledMicroUsd: null, unknownCalls: 2 }), 0)).toBe(
      "0 of 100 problems, 0 draws (0.0/s), spent unknown (and 2 calls unknown)",
    );
  });
});

describe("createProgressBar", () => {
  it("on a terminal writes one line over and over, within its width, and takes it away", () => {
    const terminal = stream(40);
    const bar = createProgressBar(terminal);
    bar.show(progress(0, 0));
    bar.show(progress(50, 1000));
    bar.show(progress(50, 1000));
    bar.clear();
    bar.clear();
    const clear = "\r\u001b[K";
    expect(terminal.written.map((text) => text.replace(clear, "CLEAR"))).toEqual([
      expect.stringMatching(/^CLEAR\[-{20}\] 0 of/) as string,
      expect.stringMatching(/^CLEAR\[#{10}-{10}\] 50 of/) as string,
      "CLEAR",
    ]);
    for (const text of terminal.written) expect(text.replace(clear, "").length).toBeLessThan(40);
  });

  it("elsewhere writes a plain line at most every ten seconds, and never the same one twice", () => {
    const log = stream();
    const bar = createProgressBar(log);
    for (const [finished, elapsedMs] of [
      [0, 0],
      [1, 500],
      [2, 9_999],
      [3, 10_000],
      [3, 30_000],
      [3, 30_000],
      [4, 30_001],
    ] as const)
      bar.show(progress(finished, elapsedMs));
    bar.clear();
    expect(log.written).toEqual([
      expect.stringMatching(/^0 of 100 problems.*\n$/) as string,
      expect.stringMatching(/^3 of 100 problems.*\n$/) as string,
      expect.stringMatching(/^3 of 100 problems.*\n$/) as string,
    ]);
  });
});
