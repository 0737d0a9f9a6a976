import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AuditEvent } from "../../src/audit/audit-entry.ts";
import { type AuditLog, makeAuditRecorder, openAuditLog } from "../../src/audit/audit-log.ts";
import {
  erasePerson,
  exportPerson,
  holdPerson,
  releasePerson,
  retain,
} from "../../src/cli/commands/people-data.ts";
import { openPrivacy, type Privacy } from "../../src/privacy/privacy.ts";
import { roundMs } from "../../src/runtime/monotonic-clock.ts";
import type { Store } from "../../src/store/store.ts";
import { Retention } from "../../src/tickets/settings.ts";
import type { OpenSubject, Subject } from "../store/conformance.ts";
import { incoming, message, noon, receipt, reply, resolved, start, ticket, turn } from "../store/material.ts";

const DAY_MS = 86_400_000;

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

/** What becomes of people's data, whatever the store. */
export function privacySuite(name: string, open: OpenSubject): void {
  describe(name, () => {
    let subject: Subject;
    let store: Store;
    let auditLog: AuditLog;
    let privacy: Privacy;
    let time: number;
    let gone: string[];
    const now = () => new Date(time);
    const opened = (on: Store): Privacy => {
      auditLog = openAuditLog(on, now);
      return openPrivacy({
        store: on,
        auditLog,
        record: makeAuditRecorder(auditLog, () => undefined),
        retention: Retention.parse({}),
        now,
        onErased: (id) => void gone.push(id),
      });
    };

    /** A talk with what the person said, a note of the desk and what over adds. */
    const conversation = async (id: string, over: Parameters<typeof turn>[2] = {}, userId = `dl_${id}`) => {
      await store.openConversation(start(id, { userId }));
      await store.receive(id, incoming(`my story of ${id}`));
      const note = { audience: "desk" as const, activity: message("a note: tiresome") };
      await store.commitTurn(turn(id, 1, { replies: [reply("I see"), note], ...over }));
    };

    beforeEach(async () => {
      time = Date.parse(noon);
      gone = [];
      subject = await open();
      store = subject.store;
      privacy = opened(store);
    });
    afterEach(() => subject.end());

    test("an export has what was said and decided in all talks of the person, and no note", async () => {
      await conversation("a", { tickets: [ticket(1001, "a")], receipts: [receipt("r1", "a")] });
      await conversation("a2", {}, "dl_a");
      await conversation("b");
      for (const whose of ["a", "a2", "dl_a", "XD-1001", "xd-1001", "Someone@example.org"]) {
        const lines = await all(exportPerson(privacy, [whose]));
        expect(lines.at(-1)).toEqual({
          exported: { talks: 2, said: 4, receipts: 1, ratings: 0, tickets: 1 },
        });
        const text = JSON.stringify(lines);
        expect(text).toContain("my story of a2");
        expect(text).not.toMatch(/story of b|tiresome/);
      }
      await expect(all(exportPerson(privacy, ["nobody"]))).rejects.toMatchObject({ code: "no-person" });
    });

    test("an export that is broken off after its first talk stands in the audit log as well", async () => {
      await conversation("a");
      await conversation("a2", {}, "dl_a");
      const lines = exportPerson(privacy, ["a"]);
      await lines.next();
      await lines.return(undefined);
      expect(await auditLog.newest({ limit: 10 })).toMatchObject([
        { what: "person exported", about: { talks: expect.stringMatching(/^(a a2|a2 a)$/) } },
      ]);
    });

    test("an erasure takes all talks of the person, ends their ticket, and is noted without a word of them", async () => {
      await conversation("a", { tickets: [ticket(1001, "a")], receipts: [receipt("r1", "a")] });
      await conversation("a2", {}, "dl_a");
      await conversation("b");
      const last = (await all(erasePerson(privacy, ["someone@example.org"]))).at(-1);
      expect(last).toMatchObject({
        receipt: expect.stringMatching(/^ER-\w{8}$/),
        erased: { talks: 2, entries: 6, receipts: 1, tickets: 1, held: 0 },
      });
      expect(gone.sort()).toEqual(["a", "a2"]);
      const again = await subject.reopen();
      expect(await again.conversation("a")).toBe("erased");
      expect(await again.conversation("b")).toMatchObject({ id: "b" });
      const left = await again.ticket(1001);
      expect(left?.state.kind).toBe("expired");
      expect(JSON.stringify(left)).not.toMatch(/someone@|dl_a|open contracts/);
      expect(await again.openTickets()).toEqual([]);
      const lines = await auditLog.newest({ limit: 10 });
      expect(lines.map(({ what }) => what)).toEqual(["person erased", "person erased"]);
      expect(JSON.stringify(lines)).not.toMatch(/someone@|story|dl_a/);
    });

    test("what is held is neither erased nor goes by itself, until it is released", async () => {
      await conversation("a");
      expect(await holdPerson(privacy, ["a"])).toEqual({ talks: 1, held: 1 });
      expect(await holdPerson(privacy, ["a"])).toEqual({ talks: 1, held: 0 });
      await conversation("a2", {}, "dl_a");
      expect((await all(erasePerson(privacy, ["a"]))).at(-1)).toMatchObject({
        erased: { talks: 0, held: 2 },
      });
      await privacy.retain();
      time += 1000 * DAY_MS;
      expect((await privacy.due()).due).toEqual([]);
      expect(await releasePerson(privacy, ["a"])).toEqual({ talks: 2, released: 1 });
      expect((await privacy.due()).due).toHaveLength(2);
      expect((await all(erasePerson(privacy, ["a"]))).at(-1)).toMatchObject({
        erased: { talks: 2, held: 0 },
      });
    });

    test("each kind of talk goes after its own time, and an open one stays", async () => {
      await conversation("bot");
      await conversation("open", { tickets: [ticket(1001, "open")] });
      await conversation("resolved", { tickets: [ticket(1002, "resolved", { state: resolved })] });
      const expired = { kind: "expired", since: noon } as const;
      await conversation("expired", { tickets: [ticket(1003, "expired", { state: expired })] });
      const due = async () => (await privacy.due()).due.map(({ conversationId }) => conversationId);
      for (const [days, going] of [
        [89, []],
        [91, ["bot"]],
        [181, ["bot", "resolved"]],
        [366, ["bot", "resolved", "expired"]],
      ] as const) {
        time = Date.parse(noon) + days * DAY_MS;
        expect(await due()).toEqual(going);
      }
      const dry = await all(retain(privacy, ["--dry-run"]));
      expect(dry.at(-1)).toEqual({ dryRun: true, talks: 4, due: 3 });
      expect(await store.conversation("bot")).toMatchObject({ id: "bot" });
    });

    test("a talk in which somebody writes while retention runs stays", async () => {
      await conversation("a");
      await privacy.retain();
      const writing: Store = {
        ...store,
        conversation: async (id) => {
          await store.receive(id, incoming("I am back", { at: now().toISOString() }));
          return store.conversation(id);
        },
      };
      const late = opened(writing);
      for (let round = 0; round < 95 * 4; round += 1) {
        time += roundMs;
        await late.retain();
      }
      expect(await store.conversation("a")).toMatchObject({ id: "a" });
    });

    test("T07: a clock that jumps ahead removes nothing, and neither does one that comes back", async () => {
      await conversation("a");
      expect(await privacy.retain()).toEqual({ skipped: "first" });
      time += 10 * 365 * DAY_MS;
      for (let run = 0; run < 4; run += 1) {
        expect(await privacy.retain()).toMatchObject({ removed: 0 });
        time += roundMs;
      }
      time = Date.parse(noon);
      expect(await privacy.retain()).toMatchObject({ removed: 0 });
      expect(await store.conversation("a")).toMatchObject({ id: "a" });
    });

    test("what was read is forgotten after 90 days, all of it at once, and what was done is not", async () => {
      const read: AuditEvent = {
        who: { kind: "agent", id: "a1" },
        from: null,
        what: "conversation read",
        about: { conversation: "a", ticket: "1001", whose: "closed" },
      };
      for (let count = 0; count < 1010; count += 1) await privacy.readingLog.add(read);
      await auditLog.add({ ...read, what: "ticket claimed" });
      const left = async () => (await privacy.readingLog.newest({ limit: 1 })).length;
      for (let round = 0; round < 89 * 4; round += 1) {
        await privacy.retain();
        time += roundMs;
      }
      expect(await left()).toBe(1);
      for (let round = 0; round < 3 * 4; round += 1) {
        await privacy.retain();
        time += roundMs;
      }
      expect(await left()).toBe(0);
      expect(await privacy.readingLog.fault()).toBeNull();
      const lines = await auditLog.newest({ limit: 10 });
      expect(lines.map(({ what, about }) => [what, about["readingLines"]])).toEqual([
        ["retention run", "1010"],
        ["ticket claimed", undefined],
      ]);
    });

    test("time that passes removes what is due, once, however many processes run", async () => {
      await conversation("a");
      await conversation("b");
      const other = opened(store);
      let removed = 0;
      for (let round = 0; round < 92 * 4; round += 1) {
        const runs = await Promise.all([privacy.retain(), other.retain()]);
        const did = runs.filter((run) => !("skipped" in run));
        expect(did.length).toBeLessThanOrEqual(1);
        for (const run of did) if ("removed" in run) removed += run.removed;
        time += roundMs;
      }
      expect(removed).toBe(2);
      expect(await store.conversation("a")).toBe("erased");
      const runs = (await auditLog.newest({ limit: 10 })).filter(({ what }) => what === "retention run");
      expect(runs).toMatchObject([{ who: { kind: "desk" }, about: { "bot-only": "2" } }]);
      expect(await auditLog.fault()).toBeNull();
    });
  });
}
