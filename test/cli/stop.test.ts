import { expect, test } from "vitest";
import { makeLog } from "../../src/runtime/log.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { Guest } from "./guest.ts";
import { storeFolder } from "./project.ts";
import { startDesk } from "./running-desk.ts";

const questions = ["will my reviews disappear", "how do I hide my profile", "what about my invoices"];

test("T42: a desk that is stopped with 20 talks under way answers all it has taken, and ends with 0 in 10 s", async () => {
  const folder = storeFolder();
  const desk = await startDesk(folder);
  const guests = await Promise.all(Array.from({ length: 20 }, () => Guest.greet(desk)));
  const taken = await Promise.all(
    guests.map(async (guest) => ({
      talk: guest.conversationId,
      ids: await Promise.all(questions.map((question) => guest.post(question))),
    })),
  );
  const began = Date.now();
  expect(await desk.stop()).toBe(0);
  expect(Date.now() - began).toBeLessThan(10_000);

  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: makeLog("silent") });
  expect(await store.pendingTurns()).toEqual([]);
  for (const { talk: conversation, ids } of taken) {
    const log = await store.readLog(conversation, { after: 0, limit: 1000 });
    const answered = new Set(log.map(({ activity }) => activity.replyToId));
    expect(ids.filter((id) => !answered.has(id))).toEqual([]);
  }
  await store.close();
});
