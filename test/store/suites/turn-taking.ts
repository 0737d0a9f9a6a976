import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Store, TurnStart } from "../../../src/store/store.ts";
import type { OpenSubject } from "../conformance.ts";
import { claimed, incoming, move, reply, start, ticket, turn } from "../material.ts";
import { subject } from "./subject.ts";

export function turnTakingSuite(open: OpenSubject): void {
  describe("taking turns", () => {
    const { store, reopen } = subject(open);
    const claim = (by: string, leaseMs = 60_000) => ({ by, leaseMs });
    /** The same for who brings an entry in; `starts` has what begins with it. */
    const early = (by: string, leaseMs = 60_000) => {
      const starts: TurnStart[] = [];
      return { by, leaseMs, starts, begun: (begun: TurnStart) => void starts.push(begun) };
    };

    test("a turn that begins as its entry comes in has all it starts from", async () => {
      await store().openConversation(start("a"));
      const key = "directline/conversations/a";
      await store().writeState([{ key, value: { place: "close" }, eTag: null }]);
      await store().commitTurn(turn("a", null, { tickets: [ticket(1001, "a")] }));
      await store().moveTicket(move(claimed(ticket(1001, "a"), "alder")));
      const one = early("one");
      const { entry } = await store().receive("a", { ...incoming("hello"), claim: one });
      const [begun] = one.starts;
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
      await store().receive("a", { ...incoming("one"), claim: early("one") });
      const two = early("two");
      await store().receive("a", { ...incoming("two"), claim: two });
      expect(two.starts).toEqual([]);
      expect(await store().takeTurn("a", claim("three"))).toBe("busy");
      expect(await store().pendingTurns("left")).toEqual([]);
      expect(await store().pendingTurns()).toHaveLength(2);
      expect(await store().takeTurn("a", claim("one"))).toMatchObject({ entry: { seq: 1 } });
      await store().commitTurn(turn("a", 1, { by: "one" }));
      expect(await store().takeTurn("a", claim("three"))).toMatchObject({ by: "three", entry: { seq: 2 } });
      await store().commitTurn(turn("a", 2, { by: "three" }));
      expect(await store().takeTurn("a", claim("one"))).toBeNull();
    });

    test("a turn that commits as soon as it begins is kept with its entry, which it finds in the log", async () => {
      await store().openConversation(start("a"));
      const key = "directline/conversations/a";
      const texts = async (of: Store) =>
        (await of.readLog("a", { after: 0, limit: 9 })).map(({ activity }) => activity.text);
      const told: number[] = [];
      store().watch((_, lastSeq) => told.push(lastSeq));
      const running: Promise<unknown>[] = [];
      const begun = (begun: TurnStart) => {
        running.push(
          store().commitTurn(
            turn("a", begun.entry.seq, {
              by: "one",
              replies: [reply("good day"), reply("and now?")],
              state: [{ key, value: { place: "close" }, eTag: null }],
            }),
          ),
          texts(store()),
        );
      };
      await store().receive("a", { ...incoming("hello"), claim: { ...claim("one"), begun } });
      const [replies, found] = await Promise.all(running);
      expect(replies).toMatchObject([{ seq: 2 }, { seq: 3 }]);
      expect(found).toContain("hello");
      expect(told.at(-1)).toBe(3);
      expect(await store().takeTurn("a", claim("two"))).toBeNull();
      const now = await reopen();
      expect(await texts(now)).toEqual(["hello", "good day", "and now?"]);
      expect((await now.readState([key])).get(key)?.value).toEqual({ place: "close" });
    });

    test("a turn that commits again and again as soon as it begins is kept once", async () => {
      await store().openConversation(start("a"));
      const commits: Promise<unknown[]>[] = [];
      const begun = ({ by, entry: { seq } }: TurnStart) => {
        for (let n = 1; n <= 5; n += 1)
          commits.push(store().commitTurn(turn("a", seq, { by, replies: [reply(`answer ${n}`)] })));
      };
      await store().receive("a", { ...incoming("hello"), claim: { ...claim("one"), begun } });
      const replies = await Promise.all(commits);
      expect(replies.filter((entries) => entries.length > 0)).toHaveLength(1);
      const log = await (await reopen()).readLog("a", { after: 0, limit: 9 });
      expect(log.map(({ seq }) => seq)).toEqual([1, 2]);
    });

    test("a turn that is taken up again as soon as it began starts from the same entry", async () => {
      await store().openConversation(start("a"));
      const again: Promise<unknown>[] = [];
      const begun = () => void again.push(store().takeTurn("a", claim("one")));
      const { entry } = await store().receive("a", {
        ...incoming("hello"),
        claim: { ...claim("one"), begun },
      });
      expect(await Promise.all(again)).toMatchObject([{ by: "one", entry, conversation: { lastSeq: 1 } }]);
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
      await store().receive("a", { ...incoming("hello"), claim: early("one") });
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
      await store().receive("a", { ...incoming("hello"), claim: early("gone", 1) });
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
