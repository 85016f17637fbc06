// The pool of slots: best fit first, first come first served, and no slot lost.
import { expect, test } from "vitest";
import { SlotPool } from "../../../../infra/local-model/pool.ts";

const never = new AbortController().signal;

/** Work that lasts until it is told to end. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, end: resolve };
}

test("a job gets the free slot that suits it best", async () => {
  const pool = new SlotPool([10, 20, 30], (slot, job: number) => -Math.abs(slot - job));
  const first = held();
  const busy = pool.use(22, never, async (slot) => {
    await first.promise;
    return slot;
  });
  expect(await pool.use(22, never, (slot) => Promise.resolve(slot))).not.toBe(20);
  first.end();
  expect(await busy).toBe(20);
  expect(await pool.use(22, never, (slot) => Promise.resolve(slot))).toBe(20);
});

test("never more jobs than slots, and they start in the order they came", async () => {
  const pool = new SlotPool(["a", "b"], () => 0);
  const started: number[] = [];
  let running = 0;
  const job = (number: number) =>
    pool.use(null, never, async () => {
      started.push(number);
      expect(++running).toBeLessThanOrEqual(2);
      await new Promise(setImmediate);
      running--;
      return number;
    });
  expect(await Promise.all([0, 1, 2, 3, 4, 5].map(job))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(started).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a waiting job that is aborted never starts, and the next one gets the slot", async () => {
  const pool = new SlotPool(["only"], () => 0);
  const first = held();
  const running = pool.use(null, never, () => first.promise);
  const abort = new AbortController();
  const aborted = pool.use(null, abort.signal, () => Promise.reject(new Error("must not start")));
  const next = pool.use(null, never, (slot) => Promise.resolve(slot));
  abort.abort(new Error("gone"));
  await expect(aborted).rejects.toThrow("gone");
  first.end();
  await running;
  expect(await next).toBe("only");
  await expect(pool.use(null, abort.signal, () => Promise.resolve())).rejects.toThrow("gone");
});

test("work that fails gives its slot back", async () => {
  const pool = new SlotPool(["only"], () => 0);
  await expect(pool.use(null, never, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await pool.use(null, never, (slot) => Promise.resolve(slot))).toBe("only");
});
