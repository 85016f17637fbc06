// Names the module beside another one, as a file to run in a process of its own: .ts from the sources, .js from the built package.
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** Path of the module `name` (no extension) beside the module whose `import.meta.url` is `from`. */
export function siblingModule(name: string, from: string): string {
  return fileURLToPath(new URL(`./${name}${extname(fileURLToPath(from))}`, from));
}
