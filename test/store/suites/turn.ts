import { describe, expect, test } from "vitest";
import type { OpenSubject } from "../conformance.ts";
import { incoming, later, message, noon, rating, receipt, reply, start, ticket, turn } from "../material.ts";
import { subject } from "./subject.ts";

export function turnSuite(open: OpenSubject): void {
  describe("a turn", () => {
    const { store, reopen } = subject(open);
    const outbox = {
      id: "o1",
      conversationId: "a",
      kind: "webhook",
      lane: "a",
      payload: { hello: ["there"] },
    };
    const whole = () =>
      turn("a", 1, {
        replies: [reply("one"), reply("two")],
        state: [
          { key: "directline/conversations/a", value: { place: "close" }, eTag: null },
          { key: "directline/users/dl_a", value: { name: "x" }, eTag: null },
        ],
        tickets: [ticket(1001, "a")],
        receipts: [receipt("r1", "a")],
        ratings: [rating("g1", "a")],
        outbox: [outbox],
      });

    test("all of it is there afterwards, also after a restart", async () => {
      await store().openConversation(start("a"));
      await store().receive("a", incoming("hello"));
      const replies = await store().commitTurn(whole());
      expect(replies.map(({ seq, audience }) => [seq, audience])).toEqual([
        [2, "everyone"],
        [3, "everyone"],
      ]);
      for (const now of [store(), await reopen()]) {
        expect(
          (await now.readLog("a", { after: 1, limit: 10 })).map(({ activity }) => activity.text),
        ).toEqual(["one", "two"]);
        const state = await now.readState(["directline/conversations/a", "directline/users/dl_a"]);
        expect([...state.values()].map(({ value }) => value)).toEqual([{ place: "close" }, { name: "x" }]);
        expect(await now.ticket(1001)).toEqual(ticket(1001, "a"));
        expect(await now.receipts("a")).toEqual([receipt("r1", "a")]);
        expect(await now.ratings("a")).toEqual([rating("g1", "a")]);
        expect(await now.unsent()).toEqual([outbox]);
        expect(await now.pendingTurns()).toEqual([]);
      }
    });

    test("a turn with a stale tag leaves no trace, and the message still waits for its answer", async () => {
      await store().openConversation(start("a"));
      await store().receive("a", incoming("hello"));
      await store().writeState([{ key: "directline/users/dl_a", value: { name: "other" }, eTag: null }]);
      await expect(store().commitTurn(whole())).rejects.toMatchObject({
        code: "state-conflict",
        key: "directline/users/dl_a",
      });
      for (const now of [store(), await reopen()]) {
        expect(await now.conversation("a")).toMatchObject({ lastSeq: 1 });
        expect((await now.readState(["directline/conversations/a"])).size).toBe(0);
        expect(await now.ticket(1001)).toBeUndefined();
        expect(await now.receipts("a")).toEqual([]);
        expect(await now.unsent()).toEqual([]);
        expect(await now.pendingTurns()).toEqual([{ conversationId: "a", seq: 1 }]);
      }
    });

    test("an entry is answered once, however often the turn is committed", async () => {
      await store().openConversation(start("a"));
      await store().receive("a", incoming("hello"));
      const commits = await Promise.all(
        Array.from({ length: 5 }, () => store().commitTurn(turn("a", 1, { replies: [reply("answer")] }))),
      );
      expect(commits.filter((entries) => entries.length > 0)).toHaveLength(1);
      expect(await (await reopen()).commitTurn(turn("a", 1, { replies: [reply("late")] }))).toEqual([]);
      expect(await store().readLog("a", { after: 0, limit: 10 })).toHaveLength(2);
    });

    test("words that nobody asked for need no entry to answer", async () => {
      await store().openConversation(start("a"));
      expect(
        await store().commitTurn(turn("a", null, { replies: [reply("welcome")], at: later(1) })),
      ).toEqual([{ seq: 1, at: later(1), ...reply("welcome") }]);
    });

    test("turns that a stop cut off are found again, oldest first", async () => {
      for (const id of ["a", "b"]) await store().openConversation(start(id));
      await store().receive("b", incoming("first"));
      await store().receive("a", incoming("second"));
      await store().receive("a", incoming("no turn", { needsTurn: false }));
      await store().receive("b", incoming("third"));
      await store().commitTurn(turn("a", 1));
      const waiting = [
        { conversationId: "b", seq: 1 },
        { conversationId: "b", seq: 2 },
      ];
      expect(await store().pendingTurns()).toEqual(waiting);
      expect(await (await reopen()).pendingTurns()).toEqual(waiting);
    });

    test("T31 a turn that was given up is not run again, and its reason is kept", async () => {
      await store().openConversation(start("a"));
      await store().receive("a", incoming("poison"));
      await store().receive("a", incoming("fine"));
      await store().parkTurn({ conversationId: "a", seq: 1 }, "threw three times", noon);
      for (const now of [store(), await reopen()]) {
        expect(await now.pendingTurns()).toEqual([{ conversationId: "a", seq: 2 }]);
        expect(await now.parkedTurns()).toEqual([
          { conversationId: "a", seq: 1, reason: "threw three times", at: noon },
        ]);
        expect(await now.commitTurn(turn("a", 1, { replies: [reply("too late")] }))).toEqual([]);
      }
    });

    test("the same receipt or rating committed again takes the place of the first", async () => {
      await store().openConversation(start("a"));
      await store().commitTurn(turn("a", null, { ratings: [rating("g1", "a"), rating("g2", "a")] }));
      await store().commitTurn(
        turn("a", null, { ratings: [{ ...rating("g1", "a"), comment: "now it works" }] }),
      );
      expect(await (await reopen()).ratings("a")).toEqual([
        { ...rating("g1", "a"), comment: "now it works" },
        rating("g2", "a"),
      ]);
    });

    test("what is to be sent stays until it is marked as sent, in the order of the commits", async () => {
      await store().openConversation(start("a"));
      for (const id of ["o1", "o2", "o3"]) {
        await store().commitTurn(turn("a", null, { outbox: [{ ...outbox, id }] }));
      }
      await store().settleOutbox("o2", { kind: "sent", reason: "", at: noon });
      expect((await (await reopen()).unsent()).map(({ id }) => id)).toEqual(["o1", "o3"]);
    });

    test("what was not surely sent is off the list and can be read with its reason", async () => {
      await store().openConversation(start("a"));
      for (const id of ["o1", "o2", "o3"]) {
        await store().commitTurn(turn("a", null, { outbox: [{ ...outbox, id }] }));
      }
      await store().settleOutbox("o1", { kind: "unconfirmed", reason: "answered 500", at: noon });
      await store().settleOutbox("o3", { kind: "parked", reason: "answered 404", at: noon });
      const now = await reopen();
      expect((await now.unsent()).map(({ id }) => id)).toEqual(["o2"]);
      expect(await now.outboxTroubles()).toEqual([
        {
          id: "o1",
          conversationId: "a",
          entryKind: outbox.kind,
          kind: "unconfirmed",
          reason: "answered 500",
          at: noon,
        },
        {
          id: "o3",
          conversationId: "a",
          entryKind: outbox.kind,
          kind: "parked",
          reason: "answered 404",
          at: noon,
        },
      ]);
    });

    test("what the caller changes afterwards does not change what is stored", async () => {
      await store().openConversation(start("a"));
      const activity = message("hello", { channelData: { tags: ["one"] } });
      const { entry } = await store().receive("a", { activity, keys: [], at: noon, needsTurn: true });
      activity.text = "changed";
      entry.activity.text = "changed too";
      const [read] = await store().readLog("a", { after: 0, limit: 1 });
      expect(read?.activity).toEqual(message("hello", { channelData: { tags: ["one"] } }));
      if (read) read.activity.channelData = { gone: true };
      expect((await store().readLog("a", { after: 0, limit: 1 }))[0]?.activity.channelData).toEqual({
        tags: ["one"],
      });
    });

    test("a time or an activity that could not be read back is refused before anything is stored", async () => {
      await store().openConversation(start("a"));
      await expect(store().receive("a", incoming("x", { at: "yesterday" }))).rejects.toThrow(RangeError);
      await expect(
        store().commitTurn(turn("a", null, { at: "12:00", replies: [reply("x")] })),
      ).rejects.toThrow();
      const typeless = { ...incoming("x"), activity: JSON.parse('{"text":"x"}') };
      await expect(store().receive("a", typeless)).rejects.toThrow(TypeError);
      expect(await store().conversation("a")).toMatchObject({ lastSeq: 0 });
    });
  });
}
