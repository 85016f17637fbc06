// Three projects: unit (no server), replay (recorded histories), server (a real Temporal server, started once).
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["test/setup.ts"],
    projects: [
      { extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 20_000 } },
      { extends: true, test: { name: "replay", include: ["test/replay/**/*.test.ts"], testTimeout: 60_000 } },
      { extends: true, test: { name: "server", include: ["test/server/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
