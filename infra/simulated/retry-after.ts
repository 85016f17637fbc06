// The header by which a rate-limited answer says how long to wait, in each form that clients meet.
import type { SimulatedModelSettings } from "./options.ts";

/**
 * `retry-after` in whole seconds, `retry-after-ms`, or `retry-after` as an HTTP date (whole seconds too, rounded up).
 * @param now milliseconds since 1970, only read for a date
 */
export function headersOf({ form, milliseconds }: SimulatedModelSettings["retryAfter"], now: number): Record<string, string> {
  switch (form) {
    case "seconds":
      return { "retry-after": String(Math.ceil(milliseconds / 1000)) };
    case "milliseconds":
      return { "retry-after-ms": String(Math.ceil(milliseconds)) };
    case "date":
      return { "retry-after": new Date(Math.ceil((now + milliseconds) / 1000) * 1000).toUTCString() };
  }
}
