import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadMessages } from "../../src/guide/messages.ts";
import { TRIES } from "../../src/outbox/delivery.ts";
import { emailSender } from "../../src/outbox/email/email-sender.ts";
import { Outbox } from "../../src/outbox/outbox.ts";
import { dataPath } from "../../src/runtime/paths.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { answerByEmail } from "../../src/tickets/answer-by-email.ts";
import { keptLog } from "../store/kept-log.ts";
import { noon, start, ticket, turn } from "../store/material.ts";
import { MailServer, type Manner } from "./mail-server.ts";

const words = loadMessages(dataPath("phrases", "en"));
const now = () => new Date(noon);
const ADDRESS = "someone@example.org";
const ANSWER_MS = 400;

let folder: string;
let store: EmbeddedStore;
let server: MailServer;
let outbox: Outbox;
let logged: string[];

const said = (id: string, text: string) => ({
  type: "message",
  id,
  text,
  from: { id: "agent-a1", name: "Alder", role: "bot" },
});

/** Commits an agent's answer to somebody who wants e-mail. */
const answer = (id: string, text: string, address = ADDRESS) =>
  store.commitTurn(
    turn("talk", null, {
      outbox: answerByEmail(ticket(1001, "talk", { contact: { kind: "email", address } }), said(id, text)),
    }),
  );

async function settled(): Promise<void> {
  await expect.poll(() => store.unsent()).toEqual([]);
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "mail-"));
  store = await openEmbeddedStore(folder, { now, log: keptLog() });
  await store.openConversation(start("talk"));
  server = await MailServer.open();
  logged = [];
  const sender = emailSender({
    url: server.url,
    from: "desk@example.net",
    words,
    linkTo: async ({ conversation }) => `https://desk.example/widget/frame#link=of-${conversation}`,
    recipientOf: async ({ to }) => ({ to }),
    timeoutMs: ANSWER_MS,
  });
  outbox = new Outbox({
    store,
    senders: new Map([["mail", sender]]),
    now,
    pause: async () => undefined,
    log: (event, about) => logged.push(JSON.stringify([event, about])),
  });
  await outbox.start();
});

afterEach(async () => {
  await outbox.stop();
  await server.close();
  await store.close();
  await rm(folder, { recursive: true });
});

test("an answer arrives with who said it, the words, and the way back, in order", async () => {
  await answer("one", "Zwölf Tage.\n.\nThen it is done.");
  await answer("two", "And one thing more.");
  await settled();
  expect(server.taken.map(({ to }) => to)).toEqual([ADDRESS, ADDRESS]);
  const [first, second] = server.taken.map(({ raw }) => raw);
  expect(first).toMatch(/^From: desk@example\.net\r$/m);
  expect(first).toMatch(/^Subject: An answer to your ticket XD-1001\r$/m);
  expect(first).toMatch(/^Message-ID: <mail-one@example\.net>\r$/m);
  expect(first).toMatch(/^Auto-Submitted: auto-replied\r$/m);
  expect(first).toContain("Alder of Exit Desk wrote to you:");
  expect(first?.replaceAll("=\r\n", "")).toContain("Zw=C3=B6lf Tage.\r\n.\r\nThen it is done.");
  expect(first?.replaceAll("=\r\n", "")).toContain("https://desk.example/widget/frame#link=3Dof-talk");
  expect(second).toContain("And one thing more.");
});

describe("the server is told whom to send to as the address stands", () => {
  test.each([
    ["kim@example.photography", "kim@example.photography", false],
    ["kim.o'brien@example.co.uk", "kim.o'brien@example.co.uk", false],
    ["kim+desk@example.com", "kim+desk@example.com", false],
    ["kim@müller.example", "kim@xn--mller-kva.example", false],
    ["käthe@example.com", "käthe@example.com", true],
    ["käthe@müller.example", "käthe@xn--mller-kva.example", true],
    ["用户@例え.テスト", "用户@xn--r8jz45g.xn--zckzah", true],
  ])("%s", async (address, onTheWire, smtpUtf8) => {
    await answer("one", "hello", address);
    await settled();
    const told = server.commands.filter((line) => line.startsWith("RCPT TO:"));
    expect(told).toEqual([`RCPT TO:<${onTheWire}>`]);
    expect(server.taken).toMatchObject([{ to: address, smtpUtf8 }]);
  });
});

test("words of an agent cannot become headers of the e-mail", async () => {
  await answer("one", "Subject: nothing\r\nBcc: other@example.org\r\n\r\nhello");
  await settled();
  expect(server.taken.map(({ to }) => to)).toEqual([ADDRESS]);
  expect(server.taken[0]?.raw.split("\r\n\r\n")[0]).not.toMatch(/^Bcc/im);
});

describe("T09 after a server that", () => {
  const cases: [name: string, manners: Manner[], fate: string | null, attempts: number][] = [
    ["asks to come again before the message (450)", [{ at: "rcpt", status: 450 }], null, 2],
    ["asks to come again after the message (451)", [{ at: "end", status: 451 }], null, 2],
    ["does not know the address (550)", [{ at: "rcpt", status: 550 }], "parked", 1],
    ["will not take the message (554)", [{ at: "end", status: 554 }], "parked", 1],
    ["goes silent before the message", ["silent-at-rcpt"], null, 2],
    ["goes silent after the message", ["silent-at-end"], "unconfirmed", 1],
    ["cuts the line after the message", ["cut-at-end"], "unconfirmed", 1],
    [
      "asks to come again every time",
      Array.from({ length: TRIES }, () => ({ at: "rcpt" as const, status: 421 })),
      "parked",
      TRIES,
    ],
  ];
  test.each(cases)("%s", async (_, manners, fate, attempts) => {
    server.manners = [...manners];
    await answer("first", "hello");
    await settled();
    expect(server.attempts).toBe(attempts);
    const troubles = await store.outboxTroubles();
    expect(troubles.map(({ id, kind }) => [id, kind])).toEqual(fate ? [["mail-first", fate]] : []);
    expect(server.taken).toHaveLength(fate ? 0 : 1);
    expect(JSON.stringify(troubles) + logged.join()).not.toContain(ADDRESS);
  });
});

test("a server that is away is tried again, since nothing reached it", async () => {
  const away = emailSender({
    url: "smtp://127.0.0.1:1",
    from: "desk@example.net",
    words,
    linkTo: async () => "",
    recipientOf: async ({ to }) => ({ to }),
    timeoutMs: ANSWER_MS,
  });
  const [entry] = answerByEmail(
    ticket(1001, "talk", { contact: { kind: "email", address: ADDRESS } }),
    said("one", "hello"),
  );
  expect(entry && (await away(entry))).toMatchObject({ kind: "again" });
});

test("who is answered in the talk gets no e-mail, and the lane does not tell the address", () => {
  expect(answerByEmail(ticket(1001, "talk", { contact: { kind: "here" } }), said("one", "hello"))).toEqual(
    [],
  );
  const [entry] = answerByEmail(
    ticket(1001, "talk", { contact: { kind: "email", address: ADDRESS } }),
    said("one", "hello"),
  );
  expect(entry?.lane).not.toContain("someone");
});
