import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/temporary.ts", "test/build.ts"],
    setupFiles: ["test/own/end-with-run.ts"],
    // how long a test waits for a machine that others use too; no budget of the desk is among these
    testTimeout: 480_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    pool: "forks",
    maxWorkers: 2,
  },
});
