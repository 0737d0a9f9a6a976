import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadMessages } from "../../../src/guide/messages.ts";
import type { Store } from "../../../src/store/store.ts";
import { makeHumanDesk, type RunningHumanDesk } from "../../../src/tickets/service/ticket-service.ts";
import { DeskSettings } from "../../../src/tickets/settings.ts";
import type { OpenSubject, Subject } from "../../store/conformance.ts";
import { start, ticket, turn } from "../../store/material.ts";
import { alder, oak } from "../people.ts";

const many = 1_000;
const network = "one network";

/** What is done about thousands of tickets at once, on a store. */
export function quarantineSuite(name: string, open: OpenSubject): void {
  describe(name, () => {
    let subject: Subject;
    let store: Store;
    let human: RunningHumanDesk;
    let now = Date.parse("2026-03-01T12:00:00.000Z");
    const failed: unknown[] = [];

    const begin = async (): Promise<void> => {
      human = makeHumanDesk({
        store,
        words: loadMessages("data/phrases/en"),
        settings: DeskSettings.parse({ welcomeBackHours: 24 }),
        now: () => new Date(now),
        enqueue: () => undefined,
        log: (event) => failed.push(event),
      });
      await human.start();
    };
    const held = (): Promise<number> => human.quarantine.tickets().then(({ length }) => length);

    beforeAll(async () => {
      subject = await open();
      store = subject.store;
      const since = new Date(now).toISOString();
      const because = { because: "network" };
      const line = { at: since, who: { kind: "desk" }, what: "quarantined", about: because } as const;
      for (let from = 0; from < many; from += 50)
        await Promise.all(
          Array.from({ length: 50 }, async (_, n) => {
            const id = `talk ${from + n}`;
            await store.openConversation(start(id));
            const state = { kind: "quarantined", since, because: "network" } as const;
            await store.commitTurn(
              turn(id, null, { tickets: [ticket(1001 + from + n, id, { network, state, audit: [line] })] }),
            );
          }),
        );
      await begin();
    });
    afterAll(async () => {
      await human.stop();
      await subject.end();
    });

    test(`T50: ${many} tickets of a network are closed by one act, each person is told once, and one undo opens just those`, async () => {
      await human.quarantine.letIn(1001, alder);
      const { act, left } = await human.quarantine.sweep(network, alder, { queued: false, distress: false });
      expect({ tickets: act.tickets, left, held: await held() }).toEqual({
        tickets: many - 1,
        left: 0,
        held: 0,
      });
      const log = await store.readLog("talk 7", { after: 0, limit: 10 });
      const notices = log.map(({ activity: { channelData } }) => channelData?.["desk"]);
      expect(notices.filter(Boolean)).toEqual([expect.objectContaining({ notice: "swept" })]);

      // closed by something else meanwhile: that stays
      const other = await human.quarantine.sweep(network, oak, { queued: true, distress: false });
      expect(other.act.tickets).toBe(1);
      // and somebody has asked anew
      await store.commitTurn(turn("talk 8", null, { tickets: [ticket(9001, "talk 8", { network })] }));
      await store.eraseConversation("talk 9");

      expect((await human.quarantine.acts()).map(({ id }) => id)).toEqual([other.act.id, act.id]);
      expect(await human.quarantine.undo(act.id, oak)).toBe(many - 3);
      expect(await held()).toBe(many - 3);
      expect((await store.ticket(1001))?.state.kind).toBe("expired");
      expect(await human.quarantine.undo(act.id, oak)).toBeNull();
      expect(failed).toEqual([]);
    });

    test("an act can be undone over a restart, and for an hour", async () => {
      const { act } = await human.quarantine.sweep(network, oak, { queued: false, distress: false });
      await human.stop();
      store = await subject.reopen();
      await begin();
      expect(await held()).toBe(0);
      now += 59 * 60_000;
      expect(await human.quarantine.undo(act.id, oak)).toBe(many - 3);
      const again = await human.quarantine.sweep(network, oak, { queued: false, distress: false });
      now += 61 * 60_000;
      expect(await human.quarantine.acts()).toEqual([]);
      expect(await human.quarantine.undo(again.act.id, oak)).toBeNull();
    });
  });
}
