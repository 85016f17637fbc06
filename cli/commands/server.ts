// steplabel server: the embedded Temporal server with its UI, until Ctrl-C.
import { join } from "node:path";
import type { Command } from "commander";
import { searchAttributes } from "../../schemas/search-attributes.ts";
import { jsonOption } from "../context.ts";
import type { Perform } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { harmless } from "../terminal.ts";
import { untilInterrupted } from "../interrupt.ts";

export function addServer(program: Command, perform: Perform): void {
  program
    .command("server")
    .summary("serve Temporal and its UI until Ctrl-C")
    .description(
      "Serves Temporal and its UI on loopback until Ctrl-C. With a campaign: from that campaign's folder, to look at its run again.\nWithout one: from .steplabel/server, for campaigns that are run with TEMPORAL_ADDRESS set to it.",
    )
    .argument("[campaign]", "campaign file or folder")
    .option(...jsonOption)
    .action(async (place: string | undefined, options: { readonly json?: true }) =>
      perform(options, async ({ output }) => {
        const [{ startTemporalServer }, { findCampaign }] = await Promise.all([
          import("../../infra/temporal-server/index.ts"),
          import("../find-campaign.ts"),
        ]);
        const folder = place === undefined ? join(".steplabel", "server") : (await findCampaign(place)).folder.server;
        const server = await startTemporalServer({ folder, searchAttributes, onLine: (line) => output.note(harmless(line)) });
        output.emit("serving", { address: server.address, uiUrl: server.uiAddress, folder });
        output.say(`Temporal: TEMPORAL_ADDRESS=${server.address}`);
        if (server.uiAddress !== null) output.say(`Temporal UI: ${server.uiAddress}`);
        if (server.origin === "adopted") {
          output.say("It was running already, for somebody else: it is left running.");
          return exitCodes.ok;
        }
        output.say("Ctrl-C ends it; its state stays.");
        await untilInterrupted();
        await server.stop();
        return exitCodes.ok;
      }),
    );
}
