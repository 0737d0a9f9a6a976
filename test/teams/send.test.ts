import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadMessages } from "../../src/guide/messages.ts";
import { dataPath } from "../../src/runtime/paths.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { firstInvoke, IncomingActivity } from "../../src/teams/incoming-activity.ts";
import { outgoingTeamsActivity, referenceKey, referenceOf } from "../../src/teams/references.ts";
import { Send, sendEntry } from "../../src/teams/send-activity.ts";
import { keptLog } from "../store/kept-log.ts";
import { noon, reply, start } from "../store/material.ts";
import { activityFrom } from "./teams-message.ts";

const words = loadMessages(dataPath("phrases", "en"));
const thread = "19:team@thread.tacv2;messageid=17";
const arrived = IncomingActivity.parse(
  activityFrom("https://smba.trafficmanager.net/emea/", "tenant", {
    conversation: { id: thread, conversationType: "channel" },
  }),
);

let folder: string;
let store: EmbeddedStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "send-"));
  store = await openEmbeddedStore(folder, { now: () => new Date(noon), log: keptLog() });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test("what goes to a thread stays in order with its whole channel", () => {
  const reference = referenceOf(arrived, "tenant");
  const activity = outgoingTeamsActivity(reply("hello").activity, reference, words);
  const send: Send = { ...reference, activity, replaces: null };
  const entry = sendEntry({ id: "o1", conversationId: "a" }, Send.parse(send));
  const toChannel = sendEntry(
    { id: "o2", conversationId: "b" },
    { ...send, conversationId: "19:team@thread.tacv2" },
  );
  const toOther = sendEntry(
    { id: "o3", conversationId: "b" },
    { ...send, conversationId: "19:other@thread.tacv2" },
  );
  expect(entry.lane).toBe(toChannel.lane);
  expect(entry.lane).not.toBe(toOther.lane);
  expect(entry.lane).not.toContain("19:");
  expect(entry.payload).toMatchObject({ conversationId: thread, activity: { text: "hello" } });
});

test("an agent's name stands before their words, where Teams shows the desk's alone", () => {
  const said = { type: "message", text: "Done.", channelData: { agent: { id: "a1", name: "Alder" } } };
  const sent = outgoingTeamsActivity(said, referenceOf(arrived, undefined), words);
  expect(sent).toEqual({ type: "message", text: "Alder: Done.", from: { id: "28:bot" }, locale: "en" });
});

test("where a talk is answered is gone when the talk is erased", async () => {
  await store.openConversation(start("a"));
  await store.writeState([{ key: referenceKey("a"), value: referenceOf(arrived, "tenant"), eTag: "*" }]);
  await store.eraseConversation("a");
  expect((await store.readState([referenceKey("a")])).size).toBe(0);
});

test("the first that takes an activity keeps it from the others", async () => {
  const asked: string[] = [];
  const aside = firstInvoke([
    async () => "not mine",
    async ({ id = "" }) => {
      asked.push(id);
      return { status: 200, body: { statusCode: 200 } };
    },
    async () => "handled",
  ]);
  expect(await aside(arrived)).toEqual({ status: 200, body: { statusCode: 200 } });
  expect(asked).toEqual([arrived.id]);
  expect(await firstInvoke([])(arrived)).toBe("not mine");
});
