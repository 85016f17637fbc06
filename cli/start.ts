// What bin/steplabel.js starts.
import { runCommandLine } from "./main.ts";

// The process that started this one is what a user sees and kills: when it is gone, this one stops as it does at Ctrl-C.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
await runCommandLine(process.argv);
