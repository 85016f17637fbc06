// What bin/steplabel.js starts. Compiled code is kept by Node between starts, which halves them.
import { enableCompileCache } from "node:module";

enableCompileCache();
const { runCommandLine } = await import("./main.ts");
await runCommandLine(process.argv);
