// Waits for something that a running campaign comes to.
import { vi } from "vitest";

/** The first value of `read` that is not null, asked for every 50 ms; fails after three minutes. What `read` throws meanwhile counts as null. */
export async function eventually<Value>(read: () => Promise<Value | null> | Value | null): Promise<Value> {
  return vi.waitFor(
    async () => {
      const value = await read();
      if (value === null) throw new Error("What was waited for did not come.");
      return value;
    },
    { timeout: 180_000, interval: 50 },
  );
}
