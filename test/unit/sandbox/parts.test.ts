// The small parts that containment rests on: frames, job checks, slots, filters, box command lines.
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxedCommand, findBubblewrap, findSystemPython } from "../../../sandbox/bubblewrap.ts";
import { encodeFrame, FrameReader } from "../../../sandbox/frames.ts";
import { importedPackages, prepareJob } from "../../../sandbox/job.ts";
import { engineLimits, profileOf } from "../../../sandbox/limits.ts";
import { seccompFilter } from "../../../sandbox/seccomp.ts";
import { Slots } from "../../../sandbox/slots.ts";

describe("FrameReader", () => {
  it("gives back what was framed, however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 5 }), fc.integer({ min: 1, max: 7 }), (texts, size) => {
        const bytes = Buffer.concat(texts.map(encodeFrame));
        const reader = new FrameReader(10_000);
        const events = [];
        for (let at = 0; at < bytes.length; at += size) events.push(...reader.push(bytes.subarray(at, at + size)));
        expect(events.map((event) => (event.kind === "frame" ? JSON.parse(event.text) : event))).toEqual(texts);
      }),
    );
  });
  it("reports a frame over the limit once and then is silent", () => {
    const reader = new FrameReader(10);
    expect(reader.push(encodeFrame("x".repeat(20)))).toEqual([{ kind: "violation", reason: "a frame of 22 bytes" }]);
    expect(reader.push(encodeFrame("x"))).toEqual([]);
  });
});

describe("prepareJob", () => {
  const limits = engineLimits["py-bwrap"];
  it("caps the time and fills in the rest", () => {
    expect(prepareJob({ kind: "check", code: "x", timeoutMs: 1e9 }, "python", limits)).toMatchObject({ kind: "ready", timeoutMs: 60_000 });
    expect(prepareJob({ kind: "check", code: "" }, "python", limits)).toMatchObject({ kind: "ready", timeoutMs: limits.timeoutMs });
  });
  it("refuses code that is too long or no text, as the candidate's doing", () => {
    expect(prepareJob({ kind: "check", code: "é".repeat(40_000) }, "python", limits)).toMatchObject({ kind: "refused", status: "error" });
    expect(prepareJob({ kind: "check", code: "\udc00" }, "python", limits)).toMatchObject({ kind: "refused", status: "syntax" });
  });
  it("refuses tests that are too long or call nothing, as the problem's doing", () => {
    const job = { kind: "tests", code: "", entries: [], call: "check" } as const;
    expect(prepareJob({ ...job, tests: "x" }, "python", limits)).toMatchObject({ kind: "refused", status: "unavailable" });
    expect(prepareJob({ ...job, entries: ["f"], tests: "x".repeat(2e6) }, "python", limits)).toMatchObject({ status: "unavailable" });
    expect(prepareJob({ kind: "program", code: "", inputs: ["x".repeat(2e6)] }, "python", limits)).toMatchObject({ status: "unavailable" });
  });
  it("sees which optional packages a code imports", () => {
    expect(importedPackages("import sympy as sp")).toEqual(["sympy"]);
    expect(importedPackages("x = 1\n    from sympy.abc import x\nimport math, mpmath")).toEqual(["sympy", "mpmath"]);
    expect(importedPackages("# sympy\nprint('import nothing')\nimport sympyx")).toEqual([]);
  });
});

describe("Slots", () => {
  it("runs at most so many at a time, in order, and frees a slot whose work failed", async () => {
    const slots = new Slots(2);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const work = (index: number) =>
      slots.hold(async () => {
        running += 1;
        most = Math.max(most, running);
        order.push(index);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (index === 1) throw new Error("failed");
        return index;
      });
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"]);
    expect([most, order]).toEqual([2, [0, 1, 2, 3, 4]]);
  });
});

/** Runs a filter as the kernel would: enough of classic BPF for what seccomp.ts emits. */
function decide(filter: Buffer, call: number, architecture: number, firstArgument = 0): number {
  let accumulator = 0;
  for (let at = 0; ; at += 1) {
    const code = filter.readUInt16LE(at * 8);
    const value = filter.readUInt32LE(at * 8 + 4);
    const [yes, no] = [filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3)];
    if (code === 0x06) return value;
    if (code === 0x20) accumulator = value === 0 ? call : value === 4 ? architecture : firstArgument;
    else {
      const holds = code === 0x15 ? accumulator === value : code === 0x35 ? accumulator >= value : (accumulator & value) !== 0;
      at += holds ? yes : no;
    }
  }
}

describe("seccompFilter", () => {
  const allow = 0x7fff0000;
  const denied = 0x00050001;
  const x64 = 0xc000003e;
  const decideIn = (kind: "fork-server" | "single" | "candidate") => (call: number, argument?: number) =>
    decide(seccompFilter(kind, "x64") ?? Buffer.alloc(0), call, x64, argument);
  it("forbids a candidate to make processes, signals, sockets and programs, but not threads", () => {
    const of = decideIn("candidate");
    for (const call of [41, 42, 53, 57, 58, 59, 62, 101, 157, 200, 234, 272, 302, 310, 317, 321, 322, 425, 434])
      expect([call, of(call)]).toEqual([call, denied]);
    expect(of(56, 0x11)).toBe(denied);
    expect(of(56, 0x3d0f00)).toBe(allow);
    expect(of(435)).toBe(0x00050026);
    for (const call of [0, 1, 3, 9, 12, 60, 202, 231]) expect([call, of(call)]).toEqual([call, allow]);
  });
  it("lets the fork server fork, kill and filter, and nothing reach the network", () => {
    const of = decideIn("fork-server");
    for (const call of [56, 57, 59, 62, 157]) expect(of(call)).toBe(allow);
    for (const call of [41, 42, 101, 272, 425]) expect(of(call)).toBe(denied);
  });
  it("kills on another architecture and forbids the x32 interface", () => {
    const filter = seccompFilter("candidate", "x64") ?? Buffer.alloc(0);
    expect(decide(filter, 0, 0x40000003)).toBe(0x80000000);
    expect(decide(filter, 0x40000000 + 41, x64)).toBe(denied);
  });
  it("knows arm64's numbers and no others' at all", () => {
    const filter = seccompFilter("candidate", "arm64") ?? Buffer.alloc(0);
    expect(decide(filter, 198, 0xc00000b7)).toBe(denied);
    expect(decide(filter, 221, 0xc00000b7)).toBe(denied);
    expect(decide(filter, 64, 0xc00000b7)).toBe(allow);
    expect(seccompFilter("single", "riscv64")).toBeNull();
  });
});

describe("boxedCommand", () => {
  it("gives the program no network, no environment and only the files it names", () => {
    const box = boxedCommand("/opt/program", ["--flag"], {
      command: "/usr/bin/bwrap",
      filter: "single",
      readable: ["/opt/program"],
      environment: { LANG: "C" },
      proc: "none",
      position: "first",
    });
    const line = box?.args.join(" ") ?? "";
    for (const part of ["--unshare-all", "--clearenv", "--die-with-parent", "--cap-drop ALL", "--remount-ro /", "--seccomp 5"])
      expect(line).toContain(part);
    expect(line).toContain("--ro-bind /opt/program /opt/program");
    expect(line).not.toContain("--bind /");
    expect(line.endsWith("-- /opt/program --flag")).toBe(true);
  });
  it("finds nothing where nothing is", () => {
    expect(findBubblewrap("/nowhere:/nor/here")).toBeNull();
    expect(findSystemPython(["/nowhere/python3"])).toBeNull();
  });
});

describe("the workers' programs", () => {
  const folder = new URL("../../../sandbox/children/", import.meta.url);
  it.each(readdirSync(folder))("%s uses nothing of isolated-vm that hands over control", (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    for (const word of ["cachedData", "createSnapshot", "inspector", "ivm.Callback", "ivm.Reference", "setSync"])
      expect(text).not.toContain(word);
  });
});

describe("profileOf", () => {
  it("changes with every limit and flag, and with nothing else", () => {
    const limits = engineLimits["js-ivm"];
    const profile = profileOf("js-ivm", limits, ["--jitless"]);
    expect(profileOf("js-ivm", { ...limits }, ["--jitless"])).toBe(profile);
    expect(profileOf("js-ivm", { ...limits, timeoutMs: 2000 }, ["--jitless"])).not.toBe(profile);
    expect(profileOf("js-ivm", limits, [])).not.toBe(profile);
  });
});
