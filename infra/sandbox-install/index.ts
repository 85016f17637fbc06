// What the sandbox needs beyond npm: sympy and mpmath in the user's cache.
export { findSandboxPackages, installSandboxPackages, sandboxFolder } from "./install.ts";
export type { SandboxInstallOptions, SandboxPackages } from "./install.ts";
