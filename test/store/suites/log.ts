import { describe, expect, test } from "vitest";
import type { OpenSubject } from "../conformance.ts";
import { incoming, later, listed, message, noon, reply, start, turn } from "../material.ts";
import { subject } from "./subject.ts";

export function logSuite(open: OpenSubject): void {
  describe("the log of a conversation", () => {
    const { store, reopen } = subject(open);

    test("a conversation is created once and found again", async () => {
      const made = await store().openConversation(start("a"));
      expect(made).toEqual({
        conversation: { ...start("a"), lastSeq: 0, ticket: null, agent: null },
        created: true,
      });
      const again = await store().openConversation(start("a", { userId: "dl_other" }));
      expect(again).toEqual({
        conversation: { ...start("a"), lastSeq: 0, ticket: null, agent: null },
        created: false,
      });
      expect(await (await reopen()).conversation("a")).toEqual({
        ...start("a"),
        lastSeq: 0,
        ticket: null,
        agent: null,
      });
    });

    test("a conversation that nobody opened is unknown and takes nothing", async () => {
      expect(await store().conversation("nobody")).toBeUndefined();
      expect(await store().readLog("nobody", { after: 0, limit: 10 })).toEqual([]);
      await expect(store().receive("nobody", incoming("hello"))).rejects.toMatchObject({
        code: "no-such-conversation",
      });
      await expect(store().commitTurn(turn("nobody", null))).rejects.toMatchObject({
        code: "no-such-conversation",
      });
    });

    test("entries count from 1 without gaps and are read back in order, in pages", async () => {
      await store().openConversation(start("a"));
      for (let number = 1; number <= 300; number += 1) {
        const { entry } = await store().receive("a", incoming(`message ${number}`));
        expect(entry.seq).toBe(number);
      }
      for (const now of [store(), await reopen()]) {
        const all = await now.readLog("a", { after: 0, limit: 1_000 });
        expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
        expect(all[299]).toEqual({
          seq: 300,
          at: noon,
          audience: "everyone",
          activity: message("message 300"),
        });
        expect(await now.readLog("a", { after: 60, limit: 10 })).toEqual(all.slice(60, 70));
        expect(await now.readLog("a", { after: 295, limit: 10 })).toEqual(all.slice(295));
        expect(await now.readLog("a", { after: 300, limit: 10 })).toEqual([]);
      }
      expect(await store().conversation("a")).toMatchObject({ lastSeq: 300 });
    });

    test("an entry may be for the desk alone", async () => {
      await store().openConversation(start("a"));
      await store().receive("a", { ...incoming("joined"), audience: "desk" });
      await store().commitTurn(
        turn("a", 1, { replies: [{ ...reply("note"), audience: "desk" }, reply("hello")] }),
      );
      const entries = await (await reopen()).readLog("a", { after: 0, limit: 10 });
      expect(entries.map(({ audience }) => audience)).toEqual(["desk", "desk", "everyone"]);
    });

    test("T08 a delivery with a key of an earlier one gives the entry of then", async () => {
      await store().openConversation(start("a"));
      const first = await store().receive("a", incoming("hello", { keys: ["id:1", "client:1"] }));
      for (const keys of [["id:1"], ["client:1"], ["id:9", "client:1"]]) {
        const second = await (await reopen()).receive("a", incoming("hello again", { keys, at: later(23) }));
        expect(second).toEqual({ entry: first.entry, duplicate: true });
      }
      expect(await store().conversation("a")).toMatchObject({ lastSeq: 1 });
      expect(await store().pendingTurns()).toEqual([{ conversationId: "a", seq: 1 }]);
    });

    test("T08 a key is known for a day even when hundreds of messages came after it", async () => {
      await store().openConversation(start("a"));
      for (let number = 1; number <= 400; number += 1) {
        await store().receive(
          "a",
          incoming(`message ${number}`, { keys: [`id:${number}`], at: later(number / 20) }),
        );
      }
      for (const now of [store(), await reopen()]) {
        const second = await now.receive("a", incoming("again", { keys: ["id:3"], at: later(21) }));
        expect(second).toMatchObject({ duplicate: true, entry: { seq: 3, activity: { text: "message 3" } } });
      }
    });

    test("T08 of 20 deliveries of one activity at once one is appended", async () => {
      await store().openConversation(start("a"));
      const deliveries = Array.from({ length: 20 }, () =>
        store().receive("a", incoming("hello", { keys: ["id:1"] })),
      );
      const results = await Promise.all(deliveries);
      expect(results.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      expect(new Set(results.map(({ entry }) => entry.seq))).toEqual(new Set([1]));
      expect(await store().readLog("a", { after: 0, limit: 100 })).toHaveLength(1);
    });

    test("the same key in another conversation is another delivery", async () => {
      await store().openConversation(start("a"));
      await store().openConversation(start("b"));
      await store().receive("a", incoming("hello", { keys: ["id:1"] }));
      expect(await store().receive("b", incoming("hello", { keys: ["id:1"] }))).toMatchObject({
        duplicate: false,
      });
    });

    test("T11 fifty posts at once, in any order, are all there in the order of the log", async () => {
      await store().openConversation(start("a"));
      const numbers = Array.from({ length: 50 }, (_, index) => (index * 37) % 50);
      const posts = await Promise.all(
        numbers.map((number) => store().receive("a", incoming(`post ${number}`, { at: later(-number) }))),
      );
      const entries = await (await reopen()).readLog("a", { after: 0, limit: 100 });
      expect(entries).toEqual(posts.map(({ entry }) => entry).sort((one, other) => one.seq - other.seq));
      expect(new Set(entries.map(({ activity }) => activity.text))).toEqual(
        new Set(numbers.map((n) => `post ${n}`)),
      );
    });

    test("T07 a clock that goes back or forward an hour changes neither order nor duplicates", async () => {
      await store().openConversation(start("a"));
      const times = [later(0), later(1), later(-1), later(0)];
      for (const [index, at] of times.entries()) {
        await store().receive("a", incoming(`message ${index}`, { at, keys: [`id:${index}`] }));
      }
      const entries = await (await reopen()).readLog("a", { after: 0, limit: 10 });
      expect(entries.map(({ activity }) => activity.text)).toEqual(
        times.map((_, index) => `message ${index}`),
      );
      for (const [index] of times.entries()) {
        const again = await store().receive("a", incoming("again", { at: later(-1), keys: [`id:${index}`] }));
        expect(again).toMatchObject({ duplicate: true, entry: { seq: index + 1 } });
      }
    });

    test("whoever watches is told of each append once it can be read", async () => {
      await store().openConversation(start("a"));
      const told: [string, number, number][] = [];
      const reads: Promise<void>[] = [];
      const stop = store().watch((id, lastSeq) => {
        const read = store().readLog(id, { after: 0, limit: 10 });
        reads.push(read.then((entries) => void told.push([id, lastSeq, entries.length])));
      });
      await store().receive("a", incoming("hello"));
      await Promise.all(reads);
      await store().commitTurn(turn("a", 1, { replies: [reply("one"), reply("two")] }));
      await Promise.all(reads);
      stop();
      await store().receive("a", incoming("unseen"));
      expect(told).toEqual([
        ["a", 1, 1],
        ["a", 3, 3],
      ]);
    });

    test("a watcher that throws disturbs nobody", async () => {
      await store().openConversation(start("a"));
      const told: number[] = [];
      store().watch(() => {
        throw new Error("a watcher's own fault");
      });
      store().watch((_, lastSeq) => told.push(lastSeq));
      await store().receive("a", incoming("hello"));
      expect(told).toEqual([1]);
    });

    test("all conversations are listed, in an order that can be taken up again", async () => {
      const ids = Array.from({ length: 60 }, (_, index) => `talk ${index}`);
      for (const id of ids) await store().openConversation(start(id));
      await store().receive("talk 7", incoming("hello"));
      await store().eraseConversation("talk 9");
      const before = await listed(store().conversations());
      const after = await listed((await reopen()).conversations());
      expect(after).toEqual(before);
      expect(new Set(after.map(({ id }) => id))).toEqual(new Set(ids.filter((id) => id !== "talk 9")));
      expect(after.find(({ id }) => id === "talk 7")).toMatchObject({ lastSeq: 1 });
      expect(await listed(store().conversations(after[24]?.id))).toEqual(after.slice(25));
    });
  });
}
