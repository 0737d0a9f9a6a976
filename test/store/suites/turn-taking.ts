import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { OpenSubject } from "../conformance.ts";
import { claimed, incoming, move, reply, start, ticket, turn } from "../material.ts";
import { subject } from "./subject.ts";

export function turnTakingSuite(open: OpenSubject): void {
  describe("taking turns", () => {
    const { store, reopen } = subject(open);
    const claim = (by: string, leaseMs = 60_000) => ({ by, leaseMs });

    test("a turn that begins as its entry comes in has all it starts from", async () => {
      await store().openConversation(start("a"));
      const key = "directline/conversations/a";
      await store().writeState([{ key, value: { place: "close" }, eTag: null }]);
      await store().commitTurn(turn("a", null, { tickets: [ticket(1001, "a")] }));
      await store().moveTicket(move(claimed(ticket(1001, "a"), "alder")));
      const { entry, begun } = await store().receive("a", { ...incoming("hello"), claim: claim("one") });
      expect(begun).toMatchObject({
        by: "one",
        entry,
        conversation: { lastSeq: 1, ticket: 1001, agent: "alder" },
      });
      expect(begun?.state.get(key)).toEqual((await store().readState([key])).get(key));
      expect(begun?.ticket).toEqual(claimed(ticket(1001, "a"), "alder"));
    });

    test("nobody else gets a turn of the talk until it is committed, and then the oldest that waits", async () => {
      await store().openConversation(start("a"));
      await store().receive("a", { ...incoming("one"), claim: claim("one") });
      const second = await store().receive("a", { ...incoming("two"), claim: claim("two") });
      expect(second.begun).toBeUndefined();
      expect(await store().takeTurn("a", claim("three"))).toBe("busy");
      expect(await store().pendingTurns("left")).toEqual([]);
      expect(await store().pendingTurns()).toHaveLength(2);
      expect(await store().takeTurn("a", claim("one"))).toMatchObject({ entry: { seq: 1 } });
      await store().commitTurn(turn("a", 1, { by: "one" }));
      expect(await store().takeTurn("a", claim("three"))).toMatchObject({ by: "three", entry: { seq: 2 } });
      await store().commitTurn(turn("a", 2, { by: "three" }));
      expect(await store().takeTurn("a", claim("one"))).toBeNull();
    });

    test("of fifty who take a turn at once one gets it", async () => {
      await store().openConversation(start("a"));
      await store().receive("a", incoming("hello"));
      const takers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => store().takeTurn("a", claim(`taker ${index}`))),
      );
      expect(takers.filter((taken) => taken === "busy")).toHaveLength(49);
    });

    test("a turn that is given back can be taken, and the one who gave it back cannot commit", async () => {
      await store().openConversation(start("a"));
      await store().receive("a", { ...incoming("hello"), claim: claim("one") });
      await store().dropTurn("a", "two");
      expect(await store().takeTurn("a", claim("two"))).toBe("busy");
      await store().dropTurn("a", "one");
      expect(await store().takeTurn("a", claim("two"))).toMatchObject({ entry: { seq: 1 } });
      expect(await store().keepTurn("a", claim("one"))).toBe(false);
      expect(await store().keepTurn("a", claim("two"))).toBe(true);
      expect(await store().commitTurn(turn("a", 1, { by: "one", replies: [reply("late")] }))).toEqual([]);
      expect(await store().commitTurn(turn("a", 1, { by: "two", replies: [reply("mine")] }))).toHaveLength(1);
    });

    test("turns of a process that is gone are found and taken", async () => {
      await store().openConversation(start("a"));
      await store().receive("a", { ...incoming("hello"), claim: claim("gone", 1) });
      const now = await reopen();
      await sleep(20);
      expect(await now.pendingTurns("left")).toEqual([{ conversationId: "a", seq: 1 }]);
      expect(await now.takeTurn("a", claim("heir"))).toMatchObject({ entry: { seq: 1 } });
    });

    test("a commit tells the tag of each state it stored, and a commit that fails tells none", async () => {
      await store().openConversation(start("a"));
      const told: Record<string, string> = {};
      const write = (key: string, eTag: string | null) => ({
        key,
        value: { of: key },
        eTag,
        stored: (tag: string) => {
          told[key] = tag;
        },
      });
      const keys = ["directline/users/dl_a", "directline/conversations/a"];
      await store().commitTurn(turn("a", null, { state: keys.map((key) => write(key, null)) }));
      const found = await store().readState(keys);
      expect(told).toEqual(Object.fromEntries([...found].map(([key, { eTag }]) => [key, eTag])));
      const [first, other] = keys as [string, string];
      const stale = [write(first, told[first] ?? null), write(other, "stale")];
      const before = { ...told };
      await expect(store().commitTurn(turn("a", null, { state: stale }))).rejects.toMatchObject({
        key: other,
      });
      expect(told).toEqual(before);
    });
  });
}
