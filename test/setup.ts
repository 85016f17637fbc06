// A test that prints is a test that hides something: any console output fails it.
import { afterEach, beforeEach, expect, vi } from "vitest";

const methods = ["log", "info", "warn", "error", "debug"] as const;
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of methods)
    vi.spyOn(console, method).mockImplementation(
      (...values: unknown[]) => void printed.push(`console.${method}: ${values.map(String).join(" ")}`),
    );
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(printed).toEqual([]);
});
