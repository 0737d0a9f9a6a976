import { expect, onTestFinished, test } from "vitest";
import { runningDesk } from "../../src/cli/control-socket/client.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { isAlive } from "../alive.ts";
import { Guest } from "./guest.ts";
import { storeFolder } from "./project.ts";
import { npmStart } from "./running-desk.ts";

const questions = ["will my reviews disappear", "how do I hide my profile", "what about my invoices"];

/** Runs `npm start` with five people in the middle of a conversation, and gives what each of them was told is kept. */
async function inConversation() {
  const folder = storeFolder();
  const npm = await npmStart(folder, storeFolder());
  const pid = (await runningDesk(folder)) ?? 0;
  onTestFinished(async () => {
    await npm.kill();
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  });
  expect(pid).toBeGreaterThan(0);
  const guests = await Promise.all(Array.from({ length: 5 }, () => Guest.greet(npm)));
  const taken = await Promise.all(
    guests.map(async (guest) => ({
      conversation: guest.conversationId,
      ids: await Promise.all(questions.map((question) => guest.post(question))),
    })),
  );
  return { folder, npm, pid, taken };
}

/** Everything that was taken is there with its answer, and the folder is free. */
async function isWhole(
  folder: string,
  taken: readonly { conversation: string; ids: string[] }[],
): Promise<void> {
  expect(await runningDesk(folder)).toBeUndefined();
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: makeLog("silent") });
  expect(await store.pendingTurns()).toEqual([]);
  for (const { conversation, ids } of taken) {
    const log = await store.readLog(conversation, { after: 0, limit: 1000 });
    const answered = new Set(log.map(({ activity }) => activity.replyToId));
    expect(ids.filter((id) => !answered.has(id))).toEqual([]);
  }
  await store.close();
}

const inTime = { timeout: 10_000, interval: 5 };

test.each(["SIGTERM", "SIGINT"] as const)(
  "npm start ends with 0 in 10 s after %s, and its desk before it, with every line answered",
  async (signal) => {
    const { folder, npm, pid, taken } = await inConversation();
    process.kill(npm.pid, signal);
    await expect.poll(() => isAlive(npm.pid), inTime).toBe(false);
    expect(isAlive(pid)).toBe(false);
    expect(await npm.gone()).toBe(0);
    await isWhole(folder, taken);
  },
);

test.each(["SIGHUP", "SIGKILL"] as const)(
  "npm start that %s ends at once takes its desk along within 10 s, with every line answered",
  async (signal) => {
    const { folder, npm, pid, taken } = await inConversation();
    process.kill(npm.pid, signal);
    await expect.poll(() => isAlive(npm.pid), inTime).toBe(false);
    await expect.poll(() => isAlive(pid), inTime).toBe(false);
    await isWhole(folder, taken);
  },
);
