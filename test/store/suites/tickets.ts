import { describe, expect, test } from "vitest";
import type { OpenSubject } from "../conformance.ts";
import { listed, start, ticket, turn } from "../material.ts";
import { subject } from "./subject.ts";

export function ticketSuite(open: OpenSubject): void {
  describe("tickets", () => {
    const { store, reopen } = subject(open);

    test("numbers are given once, above every stored ticket's", async () => {
      await store().openConversation(start("a"));
      const numbers = await Promise.all(Array.from({ length: 50 }, () => store().reserveTicketNumber()));
      expect(new Set(numbers).size).toBe(50);
      const highest = Math.max(...numbers);
      await store().commitTurn(turn("a", null, { tickets: [ticket(highest, "a")] }));
      expect(await store().reserveTicketNumber()).toBeGreaterThan(highest);
      expect(await (await reopen()).reserveTicketNumber()).toBeGreaterThan(highest);
    });

    test("a ticket is read back whole, and its newest form counts", async () => {
      await store().openConversation(start("a"));
      const number = await store().reserveTicketNumber();
      await store().commitTurn(turn("a", null, { tickets: [ticket(number, "a")] }));
      await store().commitTurn(
        turn("a", null, { tickets: [ticket(number, "a", { revision: 2, summary: "corrected" })] }),
      );
      for (const now of [store(), await reopen()]) {
        expect(await now.ticket(number)).toEqual(ticket(number, "a", { revision: 2, summary: "corrected" }));
        expect(await now.ticket(number + 1)).toBeUndefined();
      }
    });

    test("all tickets are listed by number, numbers that were never used left out", async () => {
      const numbers: number[] = [];
      for (const id of ["a", "b", "c"]) {
        await store().openConversation(start(id));
        await store().reserveTicketNumber();
        const number = await store().reserveTicketNumber();
        await store().commitTurn(turn(id, null, { tickets: [ticket(number, id)] }));
        numbers.push(number);
      }
      for (const now of [store(), await reopen()]) {
        expect((await listed(now.tickets())).map(({ number }) => number)).toEqual(numbers);
        expect((await now.openTickets()).map(({ number }) => number)).toEqual(numbers);
      }
    });

    test("a returned ticket is the caller's own", async () => {
      await store().openConversation(start("a"));
      const number = await store().reserveTicketNumber();
      await store().commitTurn(turn("a", null, { tickets: [ticket(number, "a")] }));
      const mine = await store().ticket(number);
      if (mine) mine.summary = "changed";
      expect(await store().ticket(number)).toEqual(ticket(number, "a"));
    });
  });
}
