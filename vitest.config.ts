// Five projects: unit (no server), replay (recorded histories), server (a real Temporal server, started once), sandbox (hostile programs), package (the tarball, installed).
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["test/setup.ts"],
    projects: [
      { extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 20_000 } },
      { extends: true, test: { name: "replay", include: ["test/replay/**/*.test.ts"], testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: "server",
          include: ["test/server/**/*.test.ts"],
          globalSetup: ["test/global-setup.ts"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // They wait more than they compute.
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        test: {
          name: "sandbox",
          include: ["test/sandbox/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      { extends: true, test: { name: "package", include: ["test/package/**/*.test.ts"], testTimeout: 60_000 } },
    ],
  },
});
