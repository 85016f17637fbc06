// The progress of a run on a terminal: one line that is written over, or now and then a plain line where there is no terminal.
// Our own 60 lines instead of a package: what is shown are figures of ours, and a package would bring colours and cursors that a log cannot take.
import type { CampaignFigures } from "../schemas/index.ts";
import { count, dollars, duration } from "./format.ts";
import { cut, terminalColumns } from "./terminal.ts";

export interface Progress {
  readonly figures: CampaignFigures;
  /** Input rows of the campaign. */
  readonly rows: number;
  readonly elapsedMs: number;
  /** Draws that were in the ledger when the run began. */
  readonly drawsAtStart: number;
}

export interface ProgressBar {
  show(progress: Progress): void;
  /** Takes the line off the terminal, so that others can be written; the next `show` brings it back. */
  clear(): void;
}

interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const plainEveryMs = 10_000;

export function createProgressBar(stream: ProgressStream): ProgressBar {
  let settledAtStart: number | null = null;
  let plainAt = 0;
  let written = "";
  const lineOf = (progress: Progress): string => progressLine(progress, (settledAtStart ??= settled(progress.figures)));
  if (stream.isTTY !== true)
    return {
      show(progress) {
        const line = lineOf(progress);
        if (progress.elapsedMs < plainAt || line === written) return;
        plainAt = progress.elapsedMs + plainEveryMs;
        written = line;
        stream.write(`${line}\n`);
      },
      clear() {},
    };
  return {
    show(progress) {
      const columns = terminalColumns(stream);
      const line = lineOf(progress);
      const done = progress.rows === 0 ? 0 : Math.min(1, settled(progress.figures) / progress.rows);
      const text = cut(`${bar(done, 20)} ${line}`, columns - 1);
      if (text === written) return;
      written = text;
      stream.write(`\r\u001b[K${text}`);
    },
    clear() {
      if (written !== "") stream.write("\r\u001b[K");
      written = "";
    },
  };
}

/** `12 of 200 problems, 3.1 a second, 61 s left, 1,200 draws (40.2 a second), spent $0.0120`. Rates are those of this run. */
export function progressLine({ figures, rows, elapsedMs, drawsAtStart }: Progress, settledAtStart: number): string {
  const seconds = Math.max(elapsedMs, 1) / 1000;
  const done = settled(figures);
  const rate = Math.max(0, done - settledAtStart) / seconds;
  const drawRate = Math.max(0, figures.draws - drawsAtStart) / seconds;
  const left = rate > 0 && done < rows ? `, ${duration(((rows - done) / rate) * 1000)} left` : "";
  const unknown = figures.unknownCalls > 0 ? ` (and ${count(figures.unknownCalls)} calls unknown)` : "";
  return `${count(done)} of ${count(rows)} problems${left}, ${count(figures.draws)} draws (${drawRate.toFixed(1)}/s), spent ${dollars(figures.settledMicroUsd)}${unknown}`;
}

function settled({ outcomes }: CampaignFigures): number {
  return Object.values(outcomes).reduce((sum, each) => sum + each, 0);
}

function bar(share: number, cells: number): string {
  const full = Math.round(share * cells);
  return `[${"#".repeat(full)}${"-".repeat(cells - full)}]`;
}
