// What bin/steplabel.js starts.
import { runCommandLine } from "./main.ts";

await runCommandLine(process.argv);
