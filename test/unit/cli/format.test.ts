// Numbers as people read them.
import { describe, expect, it } from "vitest";
import { bytes, count, counted, dollars, duration, table } from "../../../cli/format.ts";

describe("numbers", () => {
  it.each([
    [null, "unknown"],
    [0, "$0"],
    [1, "$0.000001"],
    [9_999, "$0.009999"],
    [1_234_567, "$1.2346"],
    [123_456_789, "$123.46"],
  ])("money: %s millionths are %s", (micro, text) => {
    expect(dollars(micro)).toBe(text);
  });

  it.each([
    [0, "0"],
    [999, "999"],
    [1_000, "1,000"],
    [1_234_567, "1,234,567"],
  ])("counts: %s is %s", (value, text) => {
    expect(count(value)).toBe(text);
  });

  it("one is singular, any other number plural", () => {
    expect([counted(0, "call"), counted(1, "call"), counted(1_200, "call")]).toEqual(["0 calls", "1 call", "1,200 calls"]);
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_500, "1.5 kB"],
    [92_000_000, "92.0 MB"],
    [5e15, "5000.0 TB"],
  ])("sizes: %s bytes are %s", (value, text) => {
    expect(bytes(value)).toBe(text);
  });

  it.each([
    [-5, "0 s"],
    [59_400, "59 s"],
    [59_600, "1 min 0 s"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
  ])("times: %s ms are %s", (value, text) => {
    expect(duration(value)).toBe(text);
  });

  it("columns of a table line up, numbers to the right", () => {
    expect(
      table([
        ["model", "calls"],
        ["m", "1,200"],
        ["longer", "3"],
      ]),
    ).toBe("model   calls\nm       1,200\nlonger      3");
  });
});
