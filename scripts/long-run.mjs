// Runs tests that `npm test` runs briefly for longer: `--requests`, `--minutes` and `--seed` are handed to them.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";

const number = { type: "string" };
const { values, positionals } = parseArgs({
  options: { requests: number, minutes: number, seed: number },
  allowPositionals: true,
});
const given = { FUZZ_REQUESTS: values.requests, FUZZ_SEED: values.seed, SOAK_MINUTES: values.minutes };
const set = Object.entries(given).filter(([, value]) => value !== undefined);
const vitest = path.join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", ...positionals], {
  stdio: "inherit",
  env: { ...process.env, ...Object.fromEntries(set) },
});
process.exitCode = status ?? 1;
