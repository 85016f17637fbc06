// What runs inside workflows must not need more than the language: no value from schemas, nothing of Node, no clock, no chance.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

describe.each(["methods/search", "methods/labels"])("%s", (room) => {
  it.each(readdirSync(room))("%s imports types only from outside and reads neither clock nor chance", (file) => {
    const source = readFileSync(`${room}/${file}`, "utf8");
    const outside = source.split("\n").filter((line) => /from "(?!\.\/|\.\.\/labels\/)/.test(line));
    for (const line of outside) expect(line).toMatch(/^(?:import type|\} from)/);
    expect(source).not.toMatch(/Math\.random|Date\b|performance\.|process\.|crypto/);
  });
});
