// The registry of commands, in the order of the help.
import type { Command } from "commander";
import type { AddCommand, Perform } from "../context.ts";
import { addCheckAnswer } from "./check-answer.ts";
import { addControl } from "./control.ts";
import { addDemo } from "./demo.ts";
import { addExport } from "./export.ts";
import { addInit } from "./init.ts";
import { addLedger } from "./ledger.ts";
import { addRegrade } from "./regrade.ts";
import { addRun } from "./run.ts";
import { addServer } from "./server.ts";
import { addShow } from "./show.ts";
import { addStatus } from "./status.ts";
import { addWorker } from "./worker.ts";

const commands: readonly AddCommand[] = [
  addDemo,
  addInit,
  addRun,
  addStatus,
  addShow,
  addExport,
  addControl,
  addLedger,
  addRegrade,
  addCheckAnswer,
  addWorker,
  addServer,
];

export function addCommands(program: Command, perform: Perform): void {
  for (const add of commands) add(program, perform);
}
