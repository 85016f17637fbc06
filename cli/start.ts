// What bin/steplabel.js starts. Compiled code is kept by Node between starts, which halves them.
import { enableCompileCache } from "node:module";

enableCompileCache();
// The process that started this one is what a user sees and kills: when it is gone, this one stops as it does at Ctrl-C.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
const { runCommandLine } = await import("./main.ts");
await runCommandLine(process.argv);
