import { describe, expect, test } from "vitest";
import type { OpenSubject } from "../conformance.ts";
import { incoming, rating, receipt, reply, start, ticket, turn } from "../material.ts";
import { subject } from "./subject.ts";

export function eraseSuite(open: OpenSubject): void {
  describe("an erased conversation", () => {
    const { store, reopen } = subject(open);
    const own = ["directline/conversations/a", "directline/users/dl_a"];

    async function conversationAndErase(): Promise<void> {
      for (const id of ["a", "b"]) {
        await store().openConversation(start(id));
        await store().receive(id, incoming("hello", { keys: ["id:1"] }));
      }
      await store().writeState([{ key: "directline/conversations/b", value: { of: "b" }, eTag: null }]);
      await store().commitTurn(
        turn("a", 1, {
          replies: [reply("hello")],
          state: own.map((key) => ({ key, value: { of: "a" }, eTag: null })),
          tickets: [ticket(1001, "a")],
          receipts: [receipt("r1", "a")],
          ratings: [rating("g1", "a")],
          outbox: [{ id: "o1", conversationId: "a", kind: "webhook", lane: "a", payload: null }],
        }),
      );
      await store().receive("a", incoming("one more"));
      await store().eraseConversation("a");
    }

    test("nothing of it can be read, and the others are untouched", async () => {
      await conversationAndErase();
      for (const now of [store(), await reopen(), await reopen()]) {
        expect(await now.conversation("a")).toBe("erased");
        expect(await now.readLog("a", { after: 0, limit: 10 })).toEqual([]);
        expect((await now.readState(own)).size).toBe(0);
        expect(await now.receipts("a")).toEqual([]);
        expect(await now.ratings("a")).toEqual([]);
        expect(await now.unsent()).toEqual([]);
        expect(await now.pendingTurns()).toEqual([{ conversationId: "b", seq: 1 }]);
        expect(await now.readLog("b", { after: 0, limit: 10 })).toHaveLength(1);
        expect((await now.readState(["directline/conversations/b"])).size).toBe(1);
      }
    });

    test("its ticket stays, without what the person told", async () => {
      await conversationAndErase();
      const left = await (await reopen()).ticket(1001);
      expect(left).toMatchObject({
        number: 1001,
        conversationId: "a",
        contact: { kind: "here" },
        summary: "",
      });
      expect(JSON.stringify(left)).not.toMatch(/someone@example\.org|two are open|open contracts|freelancer/);
    });

    test("its id stays taken: it is not opened again and takes nothing", async () => {
      await conversationAndErase();
      for (const now of [store(), await reopen()]) {
        expect(await now.openConversation(start("a"))).toBe("erased");
        await expect(now.receive("a", incoming("again"))).rejects.toMatchObject({
          code: "no-such-conversation",
        });
        expect(await now.commitTurn(turn("a", null, { replies: [reply("late")] }))).toEqual([]);
        const late = { key: "directline/conversations/a", value: { back: true }, eTag: "*" };
        await expect(now.writeState([late])).rejects.toMatchObject({ code: "no-such-conversation" });
        await now.eraseConversation("a");
      }
      expect(await store().readLog("a", { after: 0, limit: 10 })).toEqual([]);
    });

    test("erasing what was never there changes nothing", async () => {
      await store().eraseConversation("nobody");
      expect(await store().conversation("nobody")).toBeUndefined();
      expect(await store().openConversation(start("nobody"))).toMatchObject({ created: true });
    });

    test("erasing while messages arrive leaves it erased and whole", async () => {
      await store().openConversation(start("a"));
      const posts = Array.from({ length: 20 }, (_, index) => store().receive("a", incoming(`post ${index}`)));
      const erased = store().eraseConversation("a");
      const more = Array.from({ length: 20 }, (_, index) => store().receive("a", incoming(`more ${index}`)));
      await Promise.allSettled([...posts, erased, ...more]);
      expect(await (await reopen()).conversation("a")).toBe("erased");
      expect(await store().readLog("a", { after: 0, limit: 100 })).toEqual([]);
      expect(await store().pendingTurns()).toEqual([]);
    });
  });
}
