import { beforeEach, describe, expect, test } from "vitest";
import { StreamReader } from "../../../api/stream-reader.ts";
import type { OpenSubject } from "../../../store/conformance.ts";
import type { AgentsDesk } from "../agents-desk.ts";
import { deskForEach } from "../desk-for-each.ts";
import type { TeamsAgent } from "../teams-agent.ts";

/** The words that a console was shown of a conversation, notes among them, in the order they came. */
const wordsIn = (frames: { entry: { activity: { type: string; text?: string } } }[]): string[] =>
  frames.flatMap(({ entry: { activity } }) => (activity.type === "message" ? [activity.text ?? ""] : []));

/** A whole ticket in the agents' channel, whatever the store. */
export function storySuite(name: string, openStore: OpenSubject): void {
  describe(name, () => {
    const each = deskForEach(openStore);
    let desk: AgentsDesk;
    let alder: TeamsAgent;
    beforeEach(async () => {
      ({ desk, alder } = each);
      await each.oak.mention("/desk here");
    });

    const settled = (): Promise<void> => desk.running.settled();

    test("a ticket is answered from its thread while a console looks on, over a restart, and the guide goes on where it was", async () => {
      const person = desk.person();
      const thread = await desk.asksForPerson(person);
      expect(alder.said(thread).slice(0, 4)).toEqual([
        "XD-1001",
        "Not claimed yet.",
        "Is thinking about closing an Upwork account.",
        "Reason: Bad reviews or feedback",
      ]);
      expect(alder.buttons(thread)).toEqual(["Claim", "Open in console"]);
      expect(alder.lines(thread)[0]).toMatch(/^Bot: Done\. Your ticket is XD-1001\./);

      const console = await desk.console("Alder");
      const { port } = new URL(desk.running.url);
      const stream = await StreamReader.open({ port: Number(port) }, console);
      const claimed = await alder.press(thread, "Claim");
      expect(claimed.body).toMatchObject({
        statusCode: 200,
        type: "application/vnd.microsoft.card.adaptive",
      });
      await settled();
      expect(alder.said(thread)[1]).toBe("Claimed by Alder.");
      expect(alder.buttons(thread)).toEqual(["Open in console", "Resolve", "Return to bot"]);
      expect(person.heard.at(-1)).toMatch(/^Alder has joined/);

      await alder.write(thread, "Good morning. What does the review say?");
      await settled();
      await person.say("That I was late, which is not true");
      await settled();
      await alder.write(thread, "note: sounds like a case for a dispute");
      const { body: ticket } = await console.get("/tickets/1001");
      const conversation = `/conversations/${ticket.ticket.conversationId}`;
      expect((await console.post(`${conversation}/messages`, { text: "Let me look at that." })).status).toBe(
        200,
      );
      await console.post("/tickets/1001/notes", { text: "asked Birch" });
      await settled();

      expect(person.heard.slice(-3)).toEqual([
        expect.stringMatching(/^Alder has joined/),
        "Alder: Good morning. What does the review say?",
        "Alder: Let me look at that.",
      ]);
      expect(alder.lines(thread).slice(-4)).toEqual([
        expect.stringMatching(/^System: Alder has joined/),
        "Customer: That I was late, which is not true",
        "Alder: Let me look at that.",
        "Note by Alder: asked Birch",
      ]);
      expect(wordsIn(await stream.of("activity", 7)).slice(-5)).toEqual([
        "Good morning. What does the review say?",
        "That I was late, which is not true",
        "sounds like a case for a dispute",
        "Let me look at that.",
        "asked Birch",
      ]);

      await desk.restart();
      await person.say("Are you still there?");
      await settled();
      await alder.write(thread, "I am. You can ask customer service to look at it.");
      await settled();
      expect(alder.lines(thread).at(-1)).toBe("Customer: Are you still there?");
      expect(person.heard.at(-1)).toBe("Alder: I am. You can ask customer service to look at it.");

      await alder.press(thread, "Return to bot");
      await settled();
      expect(alder.said(thread)[1]).toBe("Resolved by Alder.");
      expect(alder.lines(thread).at(-1)).toBe("System: Alder has closed your ticket XD-1001.");
      await person.say("5");
      await settled();
      await person.say("no comment");
      await settled();
      expect(person.heard.at(-1)).toMatch(/unfair, or fair but painful/);
      expect(alder.lines(thread).at(-1)).toBe("System: Alder has closed your ticket XD-1001.");
      expect(new Set(alder.lines(thread)).size).toBe(alder.lines(thread).length);
      const log = await desk.store.readLog(ticket.ticket.conversationId, { after: 0, limit: 500 });
      const toPerson = log.filter(
        ({ audience, activity: { type, from } }) =>
          audience === "everyone" && type === "message" && from?.role === "bot",
      );
      expect(person.heard).toHaveLength(toPerson.length);

      const { state } = (await desk.store.ticket(1001)) ?? {};
      expect(state).toMatchObject({ kind: "resolved", onward: "continue" });
      const done = (await desk.running.api.auditLog.newest({ limit: 20 })).filter(
        ({ from }) => from === "Teams",
      );
      expect(done.map(({ what }) => what).reverse()).toEqual([
        "support channel chosen",
        "ticket claimed",
        "person answered",
        "ticket noted",
        "person answered",
        "ticket resolved",
      ]);
    });
  });
}
