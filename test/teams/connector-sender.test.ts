import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadMessages } from "../../src/guide/messages.ts";
import { Outbox } from "../../src/outbox/outbox.ts";
import { dataPath } from "../../src/runtime/paths.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { type Connector, openConnector } from "../../src/teams/open.ts";
import { type Reference, referenceKey } from "../../src/teams/references.ts";
import { type Send, sendEntry } from "../../src/teams/send-activity.ts";
import { keptLog } from "../store/kept-log.ts";
import { start, turn } from "../store/material.ts";
import { FakeConnector, type Manner } from "./fake-connector.ts";
import { homeTenant, type Issuer, openIssuer } from "./issuer.ts";

const words = loadMessages(dataPath("phrases", "en"));
const conversation = "bf.talk";
const there = "a:there";
const ANSWER_MS = 400;

let issuer: Issuer;
let teams: FakeConnector;
let folder: string;
let store: EmbeddedStore;
let connector: Connector;
let outbox: Outbox;
let pauses: number[];
/** what pauses last for */
let rest: Promise<void>;

beforeEach(async () => {
  issuer = await openIssuer();
  teams = await FakeConnector.open(issuer);
  folder = await mkdtemp(path.join(tmpdir(), "courier-"));
  store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
  await store.openConversation(start(conversation));
  const parts = { store, words, now: Date.now, log: () => undefined, leaseMs: 0, trustLoopback: true };
  connector = openConnector(issuer.settings(), { ...parts, answerMs: ANSWER_MS });
  pauses = [];
  rest = Promise.resolve();
  outbox = new Outbox({
    store,
    senders: new Map([["connector", connector.sender]]),
    now: () => new Date(),
    pause: (ms) => {
      pauses.push(ms);
      return rest;
    },
    log: () => undefined,
  });
  await outbox.start();
});
afterEach(async () => {
  await outbox.stop();
  await connector.close();
  await store.close();
  await teams.close();
  await issuer.close();
  await rm(folder, { recursive: true });
});

/** Commits a turn that wants these words sent, each under itself as its id. */
async function want(texts: string[], over: Partial<Send> = {}): Promise<void> {
  const entries = texts.map((text) =>
    sendEntry(
      { id: text, conversationId: conversation },
      {
        serviceUrl: teams.serviceUrl,
        conversationId: there,
        activity: { type: "message", text },
        replaces: null,
        ...over,
      },
    ),
  );
  await store.commitTurn(turn(conversation, null, { outbox: entries }));
}

const settled = () => expect.poll(() => store.unsent(), { interval: 20 }).toEqual([]);

const troubles = async () => (await store.outboxTroubles()).map(({ id, kind }) => [id, kind]);

test("what is wanted arrives once and in order, with one token for all", async () => {
  await want(["a", "b"]);
  await want(["c"]);
  await settled();
  expect(teams.words(there)).toEqual(["a", "b", "c"]);
  expect(issuer.given).toHaveLength(1);
  expect(await troubles()).toEqual([]);
});

describe("T09 after an answer that", () => {
  const status = (status: number, keeps: boolean, headers = {}): Manner => ({
    kind: "status",
    status,
    keeps,
    headers,
  });
  test.each<[string, Manner, string | null, number]>([
    ["is a 429, it is sent again", status(429, false, { "retry-after": "3" }), null, 1],
    ["is a 412, it is sent again", status(412, false), null, 1],
    ["is a 502 of a gateway that lost it, it is sent again and marked", status(502, false), "unconfirmed", 1],
    ["is a 502 of a gateway that kept it, it is there twice and marked", status(502, true), "unconfirmed", 2],
    ["is a 504 of a gateway that kept it, it is there twice and marked", status(504, true), "unconfirmed", 2],
    ["is a 500 that kept it, it is not sent again, but marked", status(500, true), "unconfirmed", 1],
    ["is a 500 that lost it, it is not sent again, but marked", status(500, false), "unconfirmed", 0],
    ["never comes, it is not sent again, but marked", { kind: "silent", keeps: true }, "unconfirmed", 1],
    ["breaks off, it is not sent again, but marked", { kind: "cut", keeps: true }, "unconfirmed", 1],
    ["is a 403, it is given up", status(403, false), "parked", 0],
  ])("%s", async (_, manner, fate, shown) => {
    teams.manners = [manner];
    await want(["first", "next"]);
    await settled();
    expect(teams.words(there)).toEqual([...Array(shown).fill("first"), "next"]);
    expect(await troubles()).toEqual(fate === null ? [] : [["first", fate]]);
  });
});

test("what another run may have begun to send is sent, and marked", async () => {
  const { payload, ...entry } = sendEntry(
    { id: "left", conversationId: conversation },
    {
      serviceUrl: teams.serviceUrl,
      conversationId: there,
      activity: { type: "message", text: "left" },
      replaces: null,
    },
  );
  const left = { ...(payload as Send), born: { by: "another run", at: Date.now() } };
  await store.commitTurn(turn(conversation, null, { outbox: [{ ...entry, payload: left }] }));
  await want(["next"]);
  await settled();
  expect(teams.words(there)).toEqual(["left", "next"]);
  expect(await troubles()).toEqual([["left", "unconfirmed"]]);
});

test("Retry-After holds up its own conversation, threads included, and no other", async () => {
  teams.manners = [{ kind: "status", status: 429, keeps: false, headers: { "retry-after": "7" } }];
  await want(["a"], { conversationId: "19:team" });
  await want(["b"], { conversationId: "19:team;messageid=1" });
  await want(["c"]);
  await settled();
  expect(pauses).toEqual([7_000]);
  expect(teams.shown.map(({ activity }) => activity.text).indexOf("a")).toBeLessThan(
    teams.shown.map(({ activity }) => activity.text).indexOf("b"),
  );
});

test("a token that is not taken any more is renewed once for each message", async () => {
  await want(["a"]);
  await settled();
  teams.revoked.add(issuer.given[0] ?? "");
  await want(["b"]);
  await settled();
  expect(teams.words(there)).toEqual(["a", "b"]);
  expect(issuer.given).toHaveLength(2);
});

test("without a token nothing is sent, and it is when there is one", async () => {
  issuer.mood = { kind: "down" };
  let goOn = (): void => undefined;
  rest = new Promise((resolve) => {
    goOn = resolve;
  });
  await want(["a"]);
  await expect.poll(() => pauses.length).toBe(1);
  issuer.mood = { kind: "well" };
  goOn();
  await settled();
  expect(teams.words(there)).toEqual(["a"]);
});

test("where the person was last heard from is where they are answered, though the service URL was another when it was said", async () => {
  await want(["a"]);
  await settled();
  const old = teams.serviceUrl;
  teams.move("moved");
  const reference: Reference = {
    serviceUrl: teams.serviceUrl,
    channelId: "msteams",
    tenantId: homeTenant,
    conversationId: there,
    scope: "personal",
    bot: { id: "28:bot" },
    user: { id: "29:user" },
    locale: "en",
  };
  await store.writeState([{ key: referenceKey(conversation), value: reference, eTag: "*" }]);
  await want(["b"], { serviceUrl: old });
  await settled();
  expect(teams.words(there)).toEqual(["a", "b"]);
});

test("T34 nothing is sent to a service URL that is not allowed", async () => {
  await want(["a"], { serviceUrl: "https://192.0.2.1/teams/" });
  await want(["b"], { serviceUrl: "http://somewhere.example/" });
  await settled();
  expect(await store.outboxTroubles()).toMatchObject([
    { id: "a", kind: "parked", reason: "service URL not allowed" },
    { id: "b", kind: "parked", reason: "service URL not allowed" },
  ]);
  expect(teams.requests).toEqual([]);
});

describe("a message that replaces one", () => {
  const replaced = async (...manners: Manner[]): Promise<void> => {
    await want(["card"]);
    await settled();
    teams.manners = manners;
    await want(["card, used"], { replaces: teams.of(there)[0]?.id ?? "" });
    await settled();
  };
  const answer = (status: number, keeps: boolean): Manner => ({ kind: "status", status, keeps });

  test("is shown in its place", async () => {
    await replaced();
    expect(teams.words(there)).toEqual(["card, used"]);
  });

  test("is in no doubt after a 502, for it cannot be there twice", async () => {
    await replaced(answer(502, true));
    expect(teams.words(there)).toEqual(["card, used"]);
    expect(await troubles()).toEqual([]);
  });

  test("is given up at once when that is gone, and holds nothing up", async () => {
    await want(["of nobody"], { replaces: "1:99" });
    await want(["next"]);
    await settled();
    expect(pauses).toEqual([]);
    expect(teams.words(there)).toEqual(["next"]);
    expect(await troubles()).toEqual([["of nobody", "parked"]]);
  });
});
