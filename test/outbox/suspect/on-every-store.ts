import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listOutbox, ticketsAsked } from "../../../src/cli/commands/tickets.ts";
import { loadMessages } from "../../../src/guide/messages.ts";
import { addressUse } from "../../../src/nlu/email/addresses.ts";
import { loadLexicon } from "../../../src/nlu/lexicon.ts";
import { emailSender, findRecipient } from "../../../src/outbox/email/email-sender.ts";
import { findQuestion } from "../../../src/outbox/email/find-question.ts";
import { Outbox } from "../../../src/outbox/outbox.ts";
import { dataPath } from "../../../src/runtime/paths.ts";
import type { Store } from "../../../src/store/store.ts";
import type { Ticket } from "../../../src/store/ticket.ts";
import { makeHumanDesk, type RunningHumanDesk } from "../../../src/tickets/service/ticket-service.ts";
import { loadSettings } from "../../../src/tickets/settings.ts";
import { makeSuspectAddresses, type SuspectAddresses } from "../../../src/tickets/suspect-addresses.ts";
import type { OpenSubject, Subject } from "../../store/conformance.ts";
import { incoming, noon, reply, resolved, start, ticket, turn } from "../../store/material.ts";
import { alder, birch, oak } from "../../tickets/people.ts";
import { MailServer } from "../mail-server.ts";

const words = loadMessages(dataPath("phrases", "en"));
const language = await loadLexicon(dataPath("utterances", "en"));
const now = () => new Date(noon);

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

/** What becomes of addresses that an earlier version found in people's words, whatever the store. */
export function suspectSuite(name: string, open: OpenSubject): void {
  describe(name, () => {
    let subject: Subject;
    let store: Store;
    let server: MailServer;
    let human: RunningHumanDesk;
    let suspects: SuspectAddresses;
    let outbox: Outbox;

    beforeEach(async () => {
      subject = await open();
      store = subject.store;
      server = await MailServer.open();
      human = makeHumanDesk({
        store,
        words,
        settings: loadSettings(dataPath("desk.json")),
        now,
        mail: true,
        enqueue: () => undefined,
        log: () => undefined,
      });
      suspects = makeSuspectAddresses({
        store,
        classifyMention: (text, address) => addressUse(text, address, language),
      });
      const sender = emailSender({
        url: server.url,
        from: "desk@example.net",
        replyTo: null,
        words,
        questionOf: findQuestion(store),
        linkTo: async () => "https://desk.example/",
        recipientOf: findRecipient(store, suspects),
        timeoutMs: 2_000,
      });
      outbox = new Outbox({
        store,
        senders: new Map([["mail", sender]]),
        now,
        pause: () => sleep(20),
        log: () => undefined,
      });
    });
    afterEach(async () => {
      await outbox.stop();
      await human.stop();
      await server.close();
      await subject.end();
    });

    /** A ticket as earlier versions kept it: with an address, and nothing on whether anybody confirmed it. */
    const old = async (
      number: number,
      typed: readonly string[],
      address: string,
      over: Partial<Ticket> = {},
    ) => {
      const id = `talk-${number}`;
      await store.openConversation(start(id));
      for (const [at, text] of typed.entries()) {
        await store.receive(id, incoming(text));
        await store.commitTurn(turn(id, at * 2 + 1, { replies: [reply(`Is it ${address}?`)] }));
      }
      await store.commitTurn(
        turn(id, null, { tickets: [ticket(number, id, { contact: { kind: "email", address }, ...over })] }),
      );
    };
    const answer = async (number: number, text: string) => {
      const claimed = await human.claim(number, alder);
      if ("refused" in claimed && claimed.refused !== "taken") throw new Error(claimed.refused);
      await human.reply(number, alder, { type: "message", text }, null);
    };
    const sentTo = () => server.taken.map(({ to }) => to);
    const listed = async () =>
      (await all(ticketsAsked(store, suspects, ["--suspect-addresses"]))).map(
        ({ name, suspicion }) => `${name} ${suspicion}`,
      );
    const fates = async () =>
      (await all(listOutbox(store, findRecipient(store, suspects)))) as { fate: string; ticket?: string }[];

    test("those are listed that were cut, denied, one of several or none at all, open and closed", async () => {
      await old(1001, ["kim@example.photography"], "kim@example.photog");
      await old(1002, ["käthe@example.com"], "the@example.com", { state: resolved });
      await old(1003, ["my mail: kim.o'brien@example.co.uk"], "brien@example.co.uk");
      await old(1004, ["not kim@example.com but lee@example.org"], "kim@example.com");
      await old(1005, ["kim@example.com", "or lee@example.org or kim@example.com"], "lee@example.org");
      await old(1006, ["kim@example..com"], "kim@example..com");
      await old(1007, ["hello", "it's kim@example.com."], "kim@example.com");
      await old(1008, ["Kim@Example.com", "thanks"], "kim@example.com", { state: resolved });
      await old(1009, ["anything"], "x@example.com", {
        contact: { kind: "email", address: "x@example.com", checked: true },
      });
      await old(1010, ["anything"], "", { contact: { kind: "later" } });
      await old(1011, ["anything at all"], "said-by-nobody@example.com");
      expect(await listed()).toEqual([
        "XD-1001 not-typed",
        "XD-1002 not-typed",
        "XD-1003 not-typed",
        "XD-1004 denied",
        "XD-1005 one-of-several",
        "XD-1006 not-an-address",
        "XD-1011 not-typed",
      ]);
      expect(await all(ticketsAsked(store, suspects, []))).toHaveLength(11);
      await expect(all(ticketsAsked(store, suspects, ["--suspect"]))).rejects.toThrow(/--suspect-addresses/);
    });

    test("what the log holds beyond its first page counts too", async () => {
      const id = "talk-1001";
      await store.openConversation(start(id));
      for (let at = 0; at < 250; at += 1)
        await store.receive(
          id,
          incoming(at === 240 ? "kim@example.com" : `line ${at}`, { needsTurn: false }),
        );
      const contact = { kind: "email", address: "kim@example.com" } as const;
      await store.commitTurn(turn(id, null, { tickets: [ticket(1001, id, { contact })] }));
      expect(await listed()).toEqual([]);
    });

    test("an answer waits until an agent has confirmed the address, and is sent then, in order", async () => {
      await old(1001, ["kim@example.photography"], "kim@example.photog");
      await old(1002, ["lee@example.org"], "lee@example.org");
      await outbox.start();
      await answer(1001, "first");
      await answer(1001, "second");
      await answer(1002, "for Lee");
      await expect.poll(sentTo).toEqual(["lee@example.org"]);
      await sleep(200);
      expect(sentTo()).toEqual(["lee@example.org"]);
      expect(await fates()).toMatchObject([
        { fate: "held", ticket: "XD-1001", reason: "the address is not confirmed" },
        { fate: "held", ticket: "XD-1001" },
      ]);
      expect(JSON.stringify(await fates())).not.toContain("photog");

      const moved = await human.confirmAddress(1001, alder, "kim@example.photography");
      expect(moved).toMatchObject({
        ticket: { contact: { kind: "email", address: "kim@example.photography", checked: true } },
      });
      await expect
        .poll(sentTo)
        .toEqual(["lee@example.org", "kim@example.photography", "kim@example.photography"]);
      const texts = server.taken.slice(1).map(({ raw }) => /first|second/.exec(raw)?.[0]);
      expect(texts).toEqual(["first", "second"]);
      expect(await listed()).toEqual([]);
      await expect.poll(() => store.unsent()).toEqual([]);
      expect(await store.outboxTroubles()).toEqual([]);
    });

    test("what an earlier version left in the outbox waits too, over a restart, and goes out once confirmed", async () => {
      await old(1001, ["käthe@example.com"], "the@example.com", { state: resolved });
      const payload = {
        to: "the@example.com",
        ticket: "XD-1001",
        agent: "Alder",
        text: "left behind",
        talk: { conversation: "talk-1001", user: "dl_talk-1001" },
      };
      await store.commitTurn(
        turn("talk-1001", null, {
          outbox: [{ id: "mail-old", conversationId: "talk-1001", kind: "mail", lane: "mail-abc", payload }],
        }),
      );
      await outbox.start();
      await sleep(200);
      expect(server.attempts).toBe(0);
      await outbox.stop();
      expect(await fates()).toMatchObject([{ fate: "held", id: "mail-old" }]);
      await human.confirmAddress(1001, birch, "käthe@example.com");
      const again = new Outbox({ ...outbox["parts"] });
      await again.start();
      await expect.poll(sentTo).toEqual(["käthe@example.com"]);
      await again.stop();
    });

    test("a confirmed address stays, and who may confirm is who may tend the ticket", async () => {
      await old(1001, ["kim@example.photography"], "kim@example.photog");
      await human.claim(1001, alder);
      expect(await human.confirmAddress(1001, birch, "kim@example.photog")).toMatchObject({
        refused: "not-yours",
      });
      const first = await human.confirmAddress(1001, oak, "kim@example.photog");
      expect(first).toMatchObject({
        ticket: { audit: [{}, { what: "address-confirmed", about: { address: "confirmed" } }] },
      });
      const second = await human.confirmAddress(1001, alder, "kim@example.photog");
      expect("ticket" in second && second.ticket.revision).toBe("ticket" in first && first.ticket.revision);
      expect(await human.confirmAddress(1001, alder, "kim@example.com")).toMatchObject({
        ticket: { contact: { address: "kim@example.com" } },
      });
      await old(1002, ["hello"], "", { contact: { kind: "here" } });
      expect(await human.confirmAddress(1002, oak, "kim@example.com")).toEqual({ refused: "no-address" });
    });

    test("nothing goes to an unconfirmed address of somebody who wants no e-mail any more", async () => {
      await old(1001, ["kim@example.photography"], "kim@example.photog");
      await answer(1001, "hello");
      const held = await store.ticket(1001);
      if (held === undefined) throw new Error("the ticket is gone");
      await store.commitTurn(
        turn("talk-1001", null, {
          tickets: [{ ...held, revision: held.revision + 1, contact: { kind: "here" } }],
        }),
      );
      await outbox.start();
      await expect.poll(() => store.unsent()).toEqual([]);
      expect(await store.outboxTroubles()).toMatchObject([
        { kind: "parked", reason: "the address is not confirmed" },
      ]);
      expect(server.attempts).toBe(0);
    });
  });
}
