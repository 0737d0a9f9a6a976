import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadMessages } from "../../src/guide/messages.ts";
import { TRIES } from "../../src/outbox/delivery.ts";
import { emailSender } from "../../src/outbox/email/email-sender.ts";
import { findQuestion } from "../../src/outbox/email/find-question.ts";
import { Outbox } from "../../src/outbox/outbox.ts";
import { dataPath } from "../../src/runtime/paths.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { answerByEmail, linkByEmail } from "../../src/tickets/answer-by-email.ts";
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

/** Decodes one part of a multipart message as the server took it (RFC 2045). */
function partOf(raw = "", type: "text/plain" | "text/html"): string {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1];
  const part = raw.split(`--${boundary}`).find((one) => one.includes(`Content-Type: ${type}`)) ?? "";
  const [head = "", ...body] = part.trimStart().split("\r\n\r\n");
  const text = body.join("\r\n\r\n");
  if (/base64/i.test(head)) return Buffer.from(text, "base64").toString("utf8");
  const bytes = text
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(/quoted-printable/i.test(head) ? bytes : text, "latin1")
    .toString("utf8")
    .replaceAll("\r\n", "\n");
}

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
    replyTo: null,
    words,
    questionOf: findQuestion(store),
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
  expect(first).toMatch(/^From: Alder at Exit Desk <desk@example\.net>\r$/m);
  expect(first).toMatch(/^Subject: Re: your question \(XD-1001\)\r$/m);
  expect(first).toMatch(/^Message-ID: <mail-one@example\.net>\r$/m);
  expect(first).not.toMatch(/^(Auto-Submitted|Reply-To):/m);
  const plain = partOf(first, "text/plain");
  expect(plain).toMatch(/^Zwölf Tage\.\n\.\nThen it is done\.\n/);
  expect(plain).toContain("https://desk.example/widget/frame#link=of-talk");
  expect(plain).toContain("Replies to this address aren't monitored.");
  const html = partOf(first, "text/html");
  expect(html).toContain("<p>Zwölf Tage.<br>.<br>Then it is done.</p>");
  expect(html).toContain('<a href="https://desk.example/widget/frame#link=of-talk">Answer in the chat</a>');
  expect(second).toContain("And one thing more.");
});

test("e-mails of one ticket are one thread, those of another are not", async () => {
  const ids = (raw: string): string[] =>
    ["In-Reply-To", "References", "Message-ID"].map(
      (name) => new RegExp(`^${name}: (.*)\\r$`, "m").exec(raw)?.[1] ?? "",
    );
  await answer("one", "First.");
  await answer("two", "Second.");
  await store.commitTurn(
    turn("talk", null, {
      outbox: answerByEmail(
        ticket(1002, "talk", { contact: { kind: "email", address: ADDRESS } }),
        said("three", "Third."),
      ),
    }),
  );
  await settled();
  // each ticket has an order of its own
  const [first, second, third] = server.taken.map(({ raw }) => ids(raw)).sort();
  expect(first?.[0]).toMatch(/^<xd-1001\.\S+@example\.net>$/);
  expect([first?.[1], second?.[0], second?.[1]]).toEqual([first?.[0], first?.[0], first?.[0]]);
  expect(third?.[0]).not.toBe(first?.[0]);
  expect(new Set([first?.[2], second?.[2], third?.[2]]).size).toBe(3);
});

describe("an e-mail quotes", () => {
  const asked = (id: string, text: string, value?: object) => ({
    audience: "everyone" as const,
    activity: {
      type: "message",
      id,
      text,
      from: { id: "dl_someone", role: "user" as const },
      ...(value && { value }),
    },
  });
  const quotedAfter = async (...replies: ReturnType<typeof asked>[]): Promise<string> => {
    await store.commitTurn(turn("talk", null, { replies }));
    await store.commitTurn(
      turn("talk", null, {
        replies: [{ audience: "everyone" as const, activity: said("one", "Here is how.") }],
        outbox: answerByEmail(
          ticket(1001, "talk", { contact: { kind: "email", address: ADDRESS } }),
          said("one", "Here is how."),
        ),
      }),
    );
    await store.commitTurn(
      turn("talk", null, { replies: [asked("later", "and what about my invoices then?")] }),
    );
    await settled();
    return partOf(server.taken[0]?.raw, "text/plain");
  };

  test("the last sentence that was typed before the answer, marked line by line", async () => {
    const text = await quotedAfter(
      asked("a", "my client won't release\nthe last payment"),
      asked("b", "Yes, pass it on", { choice: "yes" }),
      asked("c", "yes please"),
    );
    expect(text).toMatch(
      /On \d{4}-\d\d-\d\d you wrote:\n\n> my client won't release\n> the last payment\n*$/,
    );
    expect(text).not.toContain("invoices");
  });

  test("nothing where nothing was typed", async () => {
    expect(await quotedAfter(asked("b", "Yes, pass it on", { choice: "yes" }))).not.toContain("you wrote");
  });

  test("words as words: what looks like markup stays text", async () => {
    await quotedAfter(asked("a", "<img src=x onerror=alert(1)> what is that?"));
    const html = partOf(server.taken[0]?.raw, "text/html");
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(html).not.toContain("<img");
  });
});

test("an address that somebody reads is where replies go", async () => {
  const sender = emailSender({
    url: server.url,
    from: "desk@example.net",
    replyTo: "team@example.net",
    words,
    linkTo: async () => "https://desk.example/",
    recipientOf: async ({ to }) => ({ to }),
    questionOf: async () => null,
    timeoutMs: ANSWER_MS,
  });
  const about = ticket(1001, "talk", { contact: { kind: "email", address: ADDRESS } });
  const [entry] = answerByEmail(about, said("one", "hello"));
  expect(entry && (await sender(entry))).toEqual({ kind: "sent" });
  expect(server.taken[0]?.raw).toMatch(/^Reply-To: team@example\.net\r$/m);
  expect(partOf(server.taken[0]?.raw, "text/plain")).toContain(
    "You can also reply to this e-mail. Please never attach ID papers.",
  );
});

test("a link alone is marked as automatic", async () => {
  const about = ticket(1001, "talk", { contact: { kind: "email", address: ADDRESS } });
  await store.commitTurn(turn("talk", null, { outbox: linkByEmail(about, "again") }));
  await settled();
  expect(server.taken[0]?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(server.taken[0]?.raw).toMatch(/^From: Exit Desk <desk@example\.net>\r$/m);
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
    replyTo: null,
    words,
    questionOf: findQuestion(store),
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
