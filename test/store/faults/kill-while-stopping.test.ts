import { once } from "node:events";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkStore } from "../../../src/store/check.ts";
import { spawn } from "../../own/spawn.ts";
import { bundle } from "./bundle.ts";
import { inFolder } from "./folder.ts";
import { openIn } from "./stores.ts";

const kills = 40;
let program: string;

beforeAll(async () => {
  program = await bundle(new URL("stopper.ts", import.meta.url));
});
afterAll(() => rm(dirname(program), { recursive: true, force: true }));

/** Starts and stops a store again and again in a process, kills that at a random moment, and gives what it had acknowledged. */
async function stopAndKill(folder: string, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, folder, String(round)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (acknowledged.length === 0) setTimeout(() => child.kill("SIGKILL"), Math.random() * 150);
    acknowledged.push(JSON.parse(line));
  }
  expect((await exit)[1]).toBe("SIGKILL");
  return acknowledged;
}

test(
  `T01 after ${kills} kills of a desk that starts and stops all the time, what was acknowledged is there and nothing is called damaged`,
  {
    timeout: kills * 10_000,
  },
  () =>
    inFolder(async (folder) => {
      const acknowledged: string[] = [];
      let sealed = 0;
      for (let round = 1; round <= kills; round += 1) {
        acknowledged.push(...(await stopAndKill(folder, round)));
        const { findings, endKnown } = await checkStore(folder);
        expect(findings.filter(({ kind }) => kind !== "repair")).toEqual([]);
        sealed += endKnown ? 1 : 0;
      }
      const store = await openIn(folder);
      const entries = await store.readLog("a", { after: 0, limit: 1_000_000 });
      const texts = new Set(entries.map(({ activity }) => activity.text));
      expect(acknowledged.filter((text) => !texts.has(text))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThan(kills);
      await store.close();
      process.stdout.write(
        `  ${kills} kills, ${sealed} of them while the store was sealed: ${acknowledged.length} messages, 0 lost\n`,
      );
    }),
);
