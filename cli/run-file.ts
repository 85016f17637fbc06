// Runs a campaign file for a command: estimate and consent, progress, Ctrl-C, the final report, the exit code.
import { folderOf } from "../infra/campaign-folder.ts";
import type { CampaignFile } from "../infra/configuration.ts";
import { runCampaign } from "../infra/run-campaign.ts";
import type { RunOutcome } from "../infra/run-campaign.ts";
import { confirmRun } from "./confirm.ts";
import type { Context } from "./context.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { createProgressBar } from "./progress-bar.ts";
import { harmless } from "./terminal.ts";

export interface RunFileOptions {
  readonly file: CampaignFile;
  readonly consent: "given" | "asked";
  /** The command that goes on with this campaign, for the user to repeat. */
  readonly again: string;
}

const progressLineEveryMs = 5_000;

export async function runFile(context: Context, { file, consent, again }: RunFileOptions): Promise<RunOutcome> {
  const { output, environment } = context;
  context.log = folderOf(file.configuration, file.folder).log;
  const bar = createProgressBar(process.stderr);
  const interrupt = listenForInterrupt(() => {
    bar.clear();
    output.note("Stopping: calls in flight end and are kept (at most 75 s). Ctrl-C again ends at once.");
  });
  let uiShown = false;
  let emitAt = 0;
  try {
    const outcome = await runCampaign({
      file,
      environment,
      interrupt: interrupt.controller.signal,
      confirm: async (estimate) => confirmRun(context, estimate, { consent, interrupt: interrupt.controller }),
      onLine(line) {
        bar.clear();
        output.note(harmless(line));
      },
      onProgress(progress) {
        if (progress.uiUrl !== null && !uiShown) {
          uiShown = true;
          bar.clear();
          output.note(`Temporal UI while this runs: ${progress.uiUrl}`);
          output.emit("started", { campaign: file.configuration.name, uiUrl: progress.uiUrl, again });
        }
        bar.show(progress);
        if (progress.elapsedMs < emitAt) return;
        emitAt = progress.elapsedMs + progressLineEveryMs;
        output.emit("progress", progress);
      },
    });
    // Ctrl-C at the question is no answer.
    return outcome.kind === "declined" && interrupt.controller.signal.aborted
      ? { kind: "interrupted", folder: folderOf(file.configuration, file.folder).path }
      : outcome;
  } finally {
    bar.clear();
    interrupt.release();
  }
}
