// A log that never gets in the way: lines that cannot be written are dropped.
import { createWriteStream } from "node:fs";

/** Appends lines to the file at `path`, readable by its owner only. Never throws: from the first write that fails on (disk full, folder gone) nothing is logged. */
export function openLogFile(path: string): (line: string) => void {
  const file = createWriteStream(path, { flags: "a", mode: 0o600 });
  let state: "open" | "broken" = "open";
  // Unheard, this event would end the process that the log only tells of.
  file.on("error", () => {
    state = "broken";
  });
  return (line) => {
    if (state === "open") file.write(line);
  };
}
