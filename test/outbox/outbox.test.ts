import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TRIES, webhook } from "../../src/outbox/delivery.ts";
import { Outbox } from "../../src/outbox/outbox.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { type Manner, Receiver } from "./receiver.ts";

const now = () => new Date("2026-03-10T10:00:00.000Z");
const at = now().toISOString();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ANSWER_MS = 300;

let folder: string;
let store: EmbeddedStore;
let receiver: Receiver;
let hook: ReturnType<typeof webhook>;
let pauses: number[];

const openStore = async () => {
  store = await openEmbeddedStore(folder, { now, log: quiet });
};

const makeOutbox = () =>
  new Outbox({
    store,
    senders: new Map([["webhook", hook]]),
    now,
    pause: async (ms) => void pauses.push(ms),
    log: () => undefined,
  });

/** Commits a turn that wants these entries sent. */
const want = (...ids: string[]) =>
  store.commitTurn({
    conversationId: "talk",
    answers: null,
    at,
    replies: [],
    state: [],
    tickets: [],
    receipts: [],
    ratings: [],
    outbox: ids.map((id) => ({
      id,
      conversationId: "talk",
      kind: "webhook",
      lane: "webhook",
      payload: { id },
    })),
  });

async function settled(): Promise<void> {
  for (let left = 2_400; (await store.unsent()).length > 0; left -= 1) {
    if (left === 0) throw new Error("the outbox did not settle");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "outbox-"));
  await openStore();
  await store.openConversation({
    id: "talk",
    channel: "test",
    userId: "dl_test",
    locale: "en",
    startedAt: at,
  });
  receiver = await Receiver.open();
  hook = webhook(receiver.url, ANSWER_MS);
  pauses = [];
});

afterEach(async () => {
  hook.close();
  await receiver.close();
  await store.close();
  await rm(folder, { recursive: true });
});

test("what a turn wants sent arrives once, in order", async () => {
  const outbox = makeOutbox();
  await outbox.start();
  await want("a", "b");
  await want("c");
  await settled();
  await outbox.stop();
  expect(receiver.taken).toEqual(["a", "b", "c"].map((id) => ({ key: id, body: { id } })));
  expect(await store.outboxTroubles()).toEqual([]);
});

test("what a stopped desk left is sent after the next start", async () => {
  await want("a");
  await store.close();
  await openStore();
  const outbox = makeOutbox();
  await outbox.start();
  await settled();
  await outbox.stop();
  expect(receiver.taken.map(({ key }) => key)).toEqual(["a"]);
});

describe("T09 after an answer that", () => {
  const cases: [name: string, manners: Manner[], fate: string | null, requests: number][] = [
    ["asks to come again (429)", [{ status: 429, headers: { "retry-after": "3" } }], null, 2],
    ["asks to come again (412)", [{ status: 412 }], null, 2],
    ["is a 502 of a gateway", [{ status: 502 }], null, 2],
    ["is a 504 of a gateway", [{ status: 504 }], null, 2],
    ["is a 500, it is not sent again but marked", [{ status: 500 }], "unconfirmed", 1],
    ["never comes, it is not sent again but marked", ["silent"], "unconfirmed", 1],
    ["breaks off, it is not sent again but marked", ["cut"], "unconfirmed", 1],
    ["is a 404, it is parked", [{ status: 404 }], "parked", 1],
    [
      "is a 503 every time, it is parked in the end",
      Array.from({ length: TRIES }, () => ({ status: 503 })),
      "parked",
      TRIES,
    ],
  ];
  test.each(cases)("%s", async (_, manners, fate, requests) => {
    receiver.manners = [...manners];
    const outbox = makeOutbox();
    await outbox.start();
    await want("first");
    await settled();
    const tried = receiver.requests;
    await want("next");
    await settled();
    await outbox.stop();
    expect(tried).toBe(requests);
    expect((await store.outboxTroubles()).map(({ id, kind }) => [id, kind])).toEqual(
      fate ? [["first", fate]] : [],
    );
    expect(receiver.taken.at(-1)?.key).toBe("next");
  });
});

test("pauses grow from try to try, and Retry-After is kept", async () => {
  receiver.manners = [{ status: 503 }, { status: 503 }, { status: 429, headers: { "retry-after": "30" } }];
  const outbox = makeOutbox();
  await outbox.start();
  await want("a");
  await settled();
  await outbox.stop();
  expect(pauses).toEqual([500, 1000, 30_000]);
});

test("a receiver that is away is tried again, since nothing reached it", async () => {
  const away = webhook("http://127.0.0.1:1/hook", ANSWER_MS);
  expect(
    await away({ id: "a", conversationId: "talk", kind: "webhook", lane: "webhook", payload: {} }),
  ).toEqual({
    kind: "again",
    reason: "ECONNREFUSED",
  });
  away.close();
});
