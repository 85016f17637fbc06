// Processor time and memory of a process and all its descendants, from Linux's /proc.
import { readFileSync, readdirSync } from "node:fs";

export interface ProcessUsage {
  readonly pid: number;
  readonly command: string;
  /** User and system time, in milliseconds. */
  readonly cpuMs: number;
  /** Most memory that was ever resident, in megabytes. */
  readonly peakMegabytes: number;
}

const millisecondsPerTick = 10;

/** Parent of every process. */
function parents(): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const fields = statFields(Number(entry));
    if (fields !== null) found.set(Number(entry), Number(fields[1]));
  }
  return found;
}

/** Fields of /proc/PID/stat after the command's name: state, parent, …; null when the process has ended. */
function statFields(pid: number): readonly string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

export function descendants(root: number): readonly number[] {
  const parentOf = parents();
  return [...parentOf.keys()].filter((pid) => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parentOf.get(at)) if (at === root) return true;
    return false;
  });
}

export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}

/** Samples the tree of `root` ten times a second until it is stopped: what a process used in its last tenth of a second is missed. */
export function watchTree(root: number): { stop(): readonly ProcessUsage[] } {
  const usage = new Map<number, ProcessUsage>();
  const sample = (): void => {
    for (const pid of descendants(root)) {
      const fields = statFields(pid);
      if (fields === null) continue;
      const before = usage.get(pid);
      let peak = before?.peakMegabytes ?? 0;
      try {
        const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
        // A process that is ending has given its memory back already.
        if (found !== undefined) peak = Math.max(peak, Number(found) / 1024);
      } catch {
        // It has ended since.
      }
      const cpuMs = (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick;
      usage.set(pid, { pid, command: before?.command || commandOf(pid), cpuMs, peakMegabytes: peak });
    }
  };
  const timer = setInterval(sample, 100);
  return {
    stop() {
      clearInterval(timer);
      return [...usage.values()];
    },
  };
}
