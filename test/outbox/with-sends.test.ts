import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Sends, withOutbox } from "../../src/outbox/outbox.ts";
import type { AboutToStore } from "../../src/store/decorated-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Store } from "../../src/store/store.ts";
import { keptLog } from "../store/kept-log.ts";
import { incoming, noon, reply, start, ticket, turn } from "../store/material.ts";

let folder: string;
let store: Store;
let asked: AboutToStore[];

const open = async (): Promise<void> => {
  const opened = await openEmbeddedStore(folder, { now: () => new Date(noon), log: keptLog() });
  store = withOutbox(opened, [copying, copying]);
};

/** Wants each word said to everyone sent. */
const copying: Sends = async (about) => {
  asked.push(about);
  return about.said
    .filter(({ audience }) => audience === "everyone")
    .map(({ activity }) => ({
      id: `${asked.length}`,
      conversationId: about.conversationId,
      kind: "copy",
      lane: "copy",
      payload: activity.text,
    }));
};

beforeEach(async () => {
  asked = [];
  folder = await mkdtemp(path.join(tmpdir(), "with-sends-"));
  await open();
  await store.openConversation(start("a"));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test("what senders want sent for a turn is in its commit, and there after a restart", async () => {
  const own = { id: "own", conversationId: "a", kind: "mail", lane: "m", payload: 1 };
  const { entry } = await store.receive("a", incoming("hello"));
  await store.commitTurn(turn("a", entry.seq, { replies: [reply("welcome")], outbox: [own] }));
  await store.close();
  await open();
  expect((await store.unsent()).map(({ kind, payload }) => [kind, payload])).toEqual([
    ["mail", 1],
    ["copy", "welcome"],
    ["copy", "welcome"],
  ]);
  expect(asked[0]).toMatchObject({ conversationId: "a", answers: entry.seq, tickets: [] });
});

test("nothing is to be sent of a turn that was answered before", async () => {
  const { entry } = await store.receive("a", incoming("hello"));
  await store.commitTurn(turn("a", entry.seq));
  await store.commitTurn(turn("a", entry.seq, { replies: [reply("twice")] }));
  expect(await store.unsent()).toEqual([]);
});

test("a move of a ticket sends what is said with it, unless somebody was quicker", async () => {
  await store.commitTurn(turn("a", null, { tickets: [ticket(1001, "a")] }));
  const move = { from: 1, at: noon, keys: [], says: [reply("taken")], outbox: [] };
  await store.moveTicket({ ...move, ticket: ticket(1001, "a", { revision: 2 }) });
  await store.moveTicket({ ...move, ticket: ticket(1001, "a", { revision: 2 }) });
  expect((await store.unsent()).map(({ payload }) => payload)).toEqual(["taken", "taken"]);
  expect(asked[0]?.tickets.map(({ number }) => number)).toEqual([1001]);
});
