import { describe, expect, test } from "vitest";
import type { Ticket } from "../../../src/store/ticket.ts";
import type { OpenSubject } from "../conformance.ts";
import {
  claimed,
  incoming,
  later,
  message,
  move,
  reply,
  resolved,
  start,
  ticket,
  turn,
} from "../material.ts";
import { subject } from "./subject.ts";

export function moveSuite(open: OpenSubject): void {
  describe("a ticket's moves", () => {
    const { store, reopen } = subject(open);

    async function opened(id = "a", number = 1001): Promise<Ticket> {
      await store().openConversation(start(id));
      const made = ticket(number, id);
      await store().commitTurn(turn(id, null, { tickets: [made] }));
      return made;
    }

    test("T27 of fifty who claim at once one gets it, and the others learn who", async () => {
      const made = await opened();
      const claims = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          store().moveTicket(move(claimed(made, `agent ${index}`), { says: [reply(`agent ${index}`)] })),
        ),
      );
      const winners = claims.flatMap((claim, index) => ("moved" in claim ? [`agent ${index}`] : []));
      expect(winners).toHaveLength(1);
      for (const now of [store(), await reopen()]) {
        expect(await now.ticket(1001)).toMatchObject({ revision: 2, state: { by: winners[0] } });
        const log = await now.readLog("a", { after: 0, limit: 100 });
        expect(log.map(({ activity }) => activity.text)).toEqual(winners);
      }
      const stale = claims.flatMap((claim) => ("stale" in claim ? [claim.stale] : []));
      expect(stale).toHaveLength(49);
      expect(new Set(stale.map((seen) => seen && "by" in seen.state && seen.state.by))).toEqual(
        new Set(winners),
      );
    });

    test("a conversation knows its open ticket and who speaks, also after a restart", async () => {
      const made = await opened();
      const steps: [Ticket, number | null, string | null][] = [
        [claimed(made, "alder"), 1001, "alder"],
        [{ ...made, revision: 3, state: { kind: "waiting", by: "birch", since: later(1) } }, 1001, "birch"],
        [{ ...made, revision: 4 }, 1001, null],
        [{ ...made, revision: 5, state: resolved }, null, null],
        [{ ...made, revision: 6, state: { kind: "reopened", since: later(2) } }, 1001, null],
        [{ ...made, revision: 7, state: { kind: "expired", since: later(3) } }, null, null],
      ];
      expect(await store().conversation("a")).toMatchObject({ ticket: 1001, agent: null });
      for (const [to, number, agent] of steps) {
        expect(await store().moveTicket(move(to))).toEqual({ moved: [] });
        expect(await store().conversation("a")).toMatchObject({ ticket: number, agent });
        expect(await (await reopen()).conversation("a")).toMatchObject({ ticket: number, agent });
      }
    });

    test("a move that says something can ask for a turn of the bot", async () => {
      const made = await opened();
      const event = { type: "event", name: "desk.returned" };
      const says = [reply("bye"), { audience: "desk" as const, activity: event, needsTurn: true }];
      const moved = await store().moveTicket(move({ ...made, revision: 2, state: resolved }, { says }));
      expect(moved).toMatchObject({ moved: [{ seq: 1 }, { seq: 2, audience: "desk" }] });
      expect(await (await reopen()).pendingTurns()).toEqual([{ conversationId: "a", seq: 2 }]);
    });

    test("a repeated delivery of what an agent says is said once", async () => {
      const made = await opened();
      const says = [reply("hello"), reply("and more")];
      const first = await store().moveTicket(move(claimed(made, "alder"), { keys: ["client:1"], says }));
      if (!("moved" in first)) throw new Error("the first delivery was not taken");
      const again = { ...made, revision: 3, state: claimed(made, "alder").state };
      for (const to of [claimed(made, "alder"), again]) {
        const repeated = move(to, { keys: ["client:1"], says, at: later(20) });
        expect(await (await reopen()).moveTicket(repeated)).toEqual({ duplicate: first.moved[0] });
      }
      expect(await store().conversation("a")).toMatchObject({ lastSeq: 2 });
      expect(await store().ticket(1001)).toMatchObject({ revision: 2 });
    });

    test("what a move wants sent is sent with it, and not without it", async () => {
      const made = await opened();
      const outbox = [{ id: "o1", conversationId: "a", kind: "mail", lane: "a", payload: 1 }];
      await store().moveTicket(move(claimed(made, "alder"), { outbox }));
      await store().moveTicket(
        move(claimed(made, "birch"), { outbox: [{ ...outbox[0], id: "o2" } as never] }),
      );
      expect(await (await reopen()).unsent()).toEqual(outbox);
    });

    test("a move that skips a revision is refused, and one of an unknown ticket finds nothing", async () => {
      const made = await opened();
      await expect(async () => store().moveTicket(move(made, { from: 1 }))).rejects.toThrow(RangeError);
      const unknown = claimed(ticket(1002, "a"), "alder");
      expect(await store().moveTicket(move(unknown))).toEqual({ stale: undefined });
    });

    test("a bot's turn that ends while an agent speaks leaves nothing but its answer", async () => {
      const made = await opened();
      await store().receive("a", incoming("hello"));
      await store().moveTicket(move(claimed(made, "alder")));
      const late = turn("a", 1, {
        whileBotSpeaks: true,
        replies: [reply("late")],
        state: [{ key: "directline/conversations/a", value: { place: "close" }, eTag: null }],
      });
      expect(await store().commitTurn(late)).toEqual([]);
      expect(await store().commitTurn({ ...late, answers: null })).toEqual([]);
      for (const now of [store(), await reopen()]) {
        expect(await now.pendingTurns()).toEqual([]);
        expect(await now.conversation("a")).toMatchObject({ lastSeq: 1 });
        expect((await now.readState(["directline/conversations/a"])).size).toBe(0);
      }
    });

    test("a bot's turn goes through while a ticket waits or when it is given back", async () => {
      const made = await opened();
      await store().receive("a", incoming("hello"));
      const says = (seq: number) => turn("a", seq, { whileBotSpeaks: true, replies: [reply("mine")] });
      expect(await store().commitTurn(says(1))).toHaveLength(1);
      await store().moveTicket(move(claimed(made, "alder")));
      await store().moveTicket(move({ ...made, revision: 3, state: resolved }));
      await store().receive("a", incoming("hello again"));
      expect(await store().commitTurn(says(3))).toHaveLength(1);
    });

    test("a conversation has one open ticket, however a second one comes", async () => {
      const made = await opened();
      await expect(
        store().commitTurn(turn("a", null, { tickets: [ticket(1002, "a")], replies: [reply("two")] })),
      ).rejects.toMatchObject({ code: "state-conflict" });
      await store().commitTurn(turn("a", null, { tickets: [ticket(1002, "a", { state: resolved })] }));
      const reopened = ticket(1002, "a", { revision: 2, state: { kind: "reopened", since: later(1) } });
      await expect(store().moveTicket(move(reopened))).rejects.toMatchObject({ code: "state-conflict" });
      expect(await store().openTickets()).toEqual([made]);
      expect(await store().conversation("a")).toMatchObject({ lastSeq: 0 });
      const closed = { ...made, revision: 2, state: resolved };
      await store().commitTurn(turn("a", null, { tickets: [closed, reopened] }));
      expect(await (await reopen()).openTickets()).toEqual([reopened]);
    });

    test("a turn that changes a ticket must have seen its newest form", async () => {
      const made = await opened();
      await store().moveTicket(move(claimed(made, "alder")));
      const stale = turn("a", null, { tickets: [{ ...made, revision: 2 }], replies: [reply("stale")] });
      await expect(store().commitTurn(stale)).rejects.toMatchObject({ key: "ticket:1001" });
      expect(await store().ticket(1001)).toEqual(claimed(made, "alder"));
    });

    test("tickets are found newest first, in pages, and by conversation", async () => {
      for (const [index, id] of ["a", "b", "c", "d"].entries()) await opened(id, 1001 + index * 2);
      await store().commitTurn(turn("b", null, { tickets: [ticket(1010, "b", { state: resolved })] }));
      for (const now of [store(), await reopen()]) {
        const numbers = async (range: { before?: number; limit: number }) =>
          (await now.newestTickets(range)).map(({ number }) => number);
        expect(await numbers({ limit: 3 })).toEqual([1010, 1007, 1005]);
        expect(await numbers({ before: 1005, limit: 3 })).toEqual([1003, 1001]);
        expect((await now.ticketsOf("b")).map(({ number }) => number)).toEqual([1003, 1010]);
        expect(await now.ticketsOf("nobody")).toEqual([]);
      }
    });

    test("whoever watches tickets is told of each change, and a watcher that throws disturbs nobody", async () => {
      const told: number[] = [];
      store().watchTickets(() => {
        throw new Error("a watcher's own fault");
      });
      const stop = store().watchTickets(({ revision }) => told.push(revision));
      const made = await opened();
      await store().moveTicket(move(claimed(made, "alder")));
      await store().moveTicket(move(claimed(made, "birch")));
      stop();
      await store().moveTicket(move({ ...made, revision: 3 }));
      expect(told).toEqual([1, 2]);
    });

    test("erasing keeps who did what and takes the rest, and a move from before it is stale", async () => {
      const audit: Ticket["audit"] = [
        { at: later(0), who: { kind: "agent", id: "alder" }, what: "claimed", about: {} },
        {
          at: later(1),
          who: { kind: "agent", id: "alder" },
          what: "resolved",
          about: { onward: "done", outcome: "told her about fees" },
        },
      ];
      const kept = [audit[0], { ...audit[1], about: { onward: "done" } }];
      const made = await opened();
      const rich: Ticket = {
        ...made,
        revision: 2,
        state: { ...resolved, outcome: "told her about fees" },
        tags: ["angry"],
        csat: { score: 2, comment: "rude", at: later(1) },
        audit,
      };
      const note = message("she is rude", { channelData: { note: true } });
      await store().moveTicket(move(rich, { says: [{ audience: "desk", activity: note }] }));
      await store().eraseConversation("a");
      for (const now of [store(), await reopen()]) {
        const left = await now.ticket(1001);
        expect(left).toMatchObject({ revision: 3, audit: kept, userId: "", tags: [], csat: { score: 2 } });
        expect(JSON.stringify(left)).not.toMatch(/angry|rude|fees"|someone|dl_a/);
        expect(await now.readLog("a", { after: 0, limit: 10 })).toEqual([]);
        const late = { ...rich, revision: 3 };
        expect(await now.moveTicket(move(late))).toMatchObject({ stale: { revision: 3 } });
      }
      const closing = { ...ticket(1001, "a"), ...(await store().ticket(1001)), revision: 4 };
      expect(await store().moveTicket(move(closing, { says: [reply("anyone?")] }))).toEqual({ moved: [] });
      expect(await store().conversation("a")).toBe("erased");
    });
  });
}
