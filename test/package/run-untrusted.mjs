// Runs inside an installed package: one program in each language, on the engines that need nothing of the system. Prints the verdicts as JSON.
const [, , sandboxModule, cacheFolder] = process.argv;
const { createSandbox } = await import(sandboxModule);
const sandbox = createSandbox({ cacheFolder, packages: null, bubblewrap: "off" });
const verdicts = await Promise.all([
  sandbox.run("javascript", { kind: "check", code: "assert(2 + 2 === 4)" }),
  sandbox.run("python", { kind: "check", code: "assert 2 + 2 == 5", timeoutMs: 20_000 }),
]);
await sandbox.close();
process.stdout.write(JSON.stringify(verdicts.map(({ engine, status }) => ({ engine, status }))));
