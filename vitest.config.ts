import { defineConfig } from "vitest/config";

/** Judges whole conversations against a desk of its own, whose replies must not wait for other tests. */
const ALONE = "test/conversations/evaluation/evaluation.test.ts";

export default defineConfig({
  test: {
    setupFiles: ["test/own/end-with-run.ts"],
    // how long a test waits for a machine that others use too; no budget of the desk is among these
    testTimeout: 480_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    pool: "forks",
    maxWorkers: 2,
    globalSetup: ["test/temporary.ts", "test/build.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "tests",
          include: ["test/**/*.test.ts"],
          exclude: [ALONE],
          sequence: { groupOrder: 0 },
        },
      },
      // after all others
      { extends: true, test: { name: "evaluation", include: [ALONE], sequence: { groupOrder: 1 } } },
    ],
  },
});
