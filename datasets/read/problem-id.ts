// Problem ids: the file's own where it has one, else made from the content; always short and safe in workflow ids, file names and columns.
import { canonicalJson, sha256 } from "../../schemas/hash.ts";

const longest = 64;
const hashDigits = 16;

/**
 * A problem's id: at most 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit. An id of the file that is
 * already like that stays; any other keeps its readable beginning and gets 16 hexadecimal digits of its sha256. Without one: `p-` and
 * 24 digits of the sha256 of question and gold answer.
 */
export function problemId(sourceId: string | null, question: string, gold: string): string {
  if (sourceId === null) return `p-${sha256(canonicalJson([question, gold])).slice(0, 24)}`;
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(sourceId) && sourceId.length <= longest) return sourceId;
  const stem = sourceId
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "")
    .slice(0, longest - hashDigits - 1)
    .replace(/[._-]+$/, "");
  return `${stem === "" ? "p" : stem}-${sha256(sourceId).slice(0, hashDigits)}`;
}
