import { describe, expect, test } from "vitest";
import type { OpenSubject } from "../conformance.ts";
import { incoming, message, reply, start, ticket, turn } from "../material.ts";
import { subject } from "./subject.ts";

export function storedSuite(open: OpenSubject): void {
  describe("what is stored", () => {
    const { store } = subject(open);

    test("T49: is told in bytes, by the conversation it is of: entries, state and tickets", async () => {
      const stored = new Map<string, number>();
      const stop = store().watchStored((id, bytes) => stored.set(id, (stored.get(id) ?? 0) + bytes));
      const taken = (id: string): number => {
        const bytes = stored.get(id) ?? 0;
        stored.delete(id);
        return bytes;
      };
      const isAbout = (bytes: number, text: number) => {
        expect(bytes).toBeGreaterThanOrEqual(text);
        expect(bytes).toBeLessThan(text + 2500);
      };
      for (const id of ["a", "b"]) await store().openConversation(start(id));
      for (const id of ["a", "b"]) taken(id);
      const { entry } = await store().receive("a", incoming("x".repeat(4000), { keys: ["once"] }));
      isAbout(taken("a"), 4000);
      await store().receive("a", incoming("x".repeat(4000), { keys: ["once"] }));
      expect(taken("a")).toBe(0);
      await store().receive("b", {
        activity: message("ä".repeat(4000)),
        keys: [],
        at: start("b").startedAt,
        needsTurn: false,
      });
      isAbout(taken("b"), 8000);
      await store().commitTurn(
        turn("a", entry.seq, {
          replies: [reply("y".repeat(3000)), reply("z".repeat(2000))],
          state: [{ key: "directline/conversations/a", value: { big: "s".repeat(5000) }, eTag: null }],
          tickets: [ticket(await store().reserveTicketNumber(), "a", { summary: "t".repeat(1000) })],
        }),
      );
      isAbout(taken("a"), 11_000);
      await store().writeState([
        { key: "grants/conversations/a", value: { big: "g".repeat(6000) }, eTag: null },
        { key: "desk/settings", value: { big: "o".repeat(6000) }, eTag: null },
      ]);
      isAbout(taken("a"), 6000);
      expect([...stored.keys()]).toEqual([]);
      stop();
      await store().receive("a", incoming("more"));
      expect(stored.size).toBe(0);
    });

    test("T49: how much room there is can be asked at any time", async () => {
      const space = await store().space();
      if ("used" in space) expect(space.used).toBeGreaterThan(1_000_000);
      else {
        expect(space.free).toBeGreaterThan(0);
        expect(space.size).toBeGreaterThan(space.free);
      }
    });
  });
}
