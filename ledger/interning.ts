// Request keys and texts, each stored once and referred to by a row number.
import type { DatabaseSync } from "node:sqlite";
import { sha256 } from "../schemas/hash.ts";

export type Interning = ReturnType<typeof interning>;

export function interning(database: DatabaseSync) {
  const selectRequest = database.prepare(`SELECT id FROM requests WHERE key = ?`);
  const insertRequest = database.prepare(`INSERT INTO requests (key) VALUES (?)`);
  const selectText = database.prepare(`SELECT id FROM texts WHERE hash = ?`);
  const insertText = database.prepare(`INSERT INTO texts (hash, text) VALUES (?, ?)`);

  function requestId(requestKey: string): number | null {
    return (selectRequest.get(requestKey) as { id: number } | undefined)?.id ?? null;
  }

  return {
    /** Row number of a request key, null where it is new. */
    requestId,
    /** Row number of a request key, made where it is new. */
    putRequest: (requestKey: string): number => requestId(requestKey) ?? Number(insertRequest.run(requestKey).lastInsertRowid),
    /** Row number of a text by its content, made where it is new. */
    putText(text: string): number {
      const hash = sha256(text);
      const known = selectText.get(hash) as { id: number } | undefined;
      return known?.id ?? Number(insertText.run(hash, text).lastInsertRowid);
    },
  };
}
