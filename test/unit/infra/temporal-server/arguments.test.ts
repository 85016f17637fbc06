// The embedded server's command line.
import { expect, test } from "vitest";
import { serverArguments } from "../../../../infra/temporal-server/arguments.ts";

const options = { database: "/c/temporal.sqlite", port: 7001, uiPort: 7002, searchAttributes: [], dynamicConfig: {} };
const valuesOf = (args: readonly string[], option: string) => args.filter((_, index) => args[index - 1] === option);

test("listens on loopback only, keeps its state in the given file, and fetches no news", () => {
  const args = serverArguments(options);
  expect(valuesOf(args, "--ip")).toEqual(["127.0.0.1"]);
  expect(valuesOf(args, "--ui-ip")).toEqual(["127.0.0.1"]);
  expect(valuesOf(args, "--port")).toEqual(["7001"]);
  expect(valuesOf(args, "--ui-port")).toEqual(["7002"]);
  expect(valuesOf(args, "--db-filename")).toEqual(["/c/temporal.sqlite"]);
  expect(valuesOf(args, "--sqlite-pragma")).toEqual(["journal_mode=WAL", "synchronous=OFF"]);
  expect(args).toContain("--ui-disable-news-fetch");
  expect(args).not.toContain("--headless");
});

test("without a UI port it is headless", () => {
  const args = serverArguments({ ...options, uiPort: null });
  expect(args).toContain("--headless");
  expect(args).not.toContain("--ui-port");
});

test("registers every search attribute with its type", () => {
  const searchAttributes = [
    { name: "A", type: "Keyword" },
    { name: "B", type: "Int" },
  ] as const;
  expect(valuesOf(serverArguments({ ...options, searchAttributes }), "--search-attribute")).toEqual(["A=Keyword", "B=Int"]);
});

test("raises the limits that one campaign would reach, and lets the caller set any value as JSON", () => {
  const values = (dynamicConfig: Record<string, unknown>) =>
    valuesOf(serverArguments({ ...options, dynamicConfig }), "--dynamic-config-value");
  expect(values({})).toContain("frontend.namespaceRPS=20000");
  const own = values({ "frontend.namespaceRPS": 5, "matching.enableFairness": true, "some.text": "x" });
  expect(own).toEqual(expect.arrayContaining(["frontend.namespaceRPS=5", "matching.enableFairness=true", 'some.text="x"']));
  expect(own).not.toContain("frontend.namespaceRPS=20000");
});
