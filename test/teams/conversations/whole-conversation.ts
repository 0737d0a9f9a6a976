import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AppContent, loadAppContent } from "../../../src/app.ts";
import type { Conversation } from "../../../src/store/records.ts";
import type { Store } from "../../../src/store/store.ts";
import type { Ticket } from "../../../src/store/ticket.ts";
import { Browser } from "../../api/browser.ts";
import type { OpenSubject, Subject } from "../../store/conformance.ts";
import { resolved, start, ticket, turn } from "../../store/material.ts";
import { type ConnectorDesk, openConnectorDesk } from "../connector-desk.ts";
import { FakeConnector } from "../fake-connector.ts";
import { type Issuer, openIssuer } from "../issuer.ts";
import { TeamsPerson } from "../teams-person.ts";

const HOUR_MS = 3_600_000;
const TEN_MINUTES_MS = 600_000;
const account = { email: "alder@desk.example", password: "correct horse battery" };

const toDecision = ["Close my account", "I'd rather not say", "No, carry on", "No, unlikely"];
const toTicket = ["Talk to a person", "Yes, pass it on"];

/** People in Teams and an agent at the console, whatever the store. */
export function wholeConversationSuite(name: string, open: OpenSubject): void {
  describe(name, () => {
    let content: AppContent;
    let issuer: Issuer;
    let teams: FakeConnector;
    let subject: Subject;
    let kept: Store;
    let desk: ConnectorDesk;
    let agent: Browser;
    let ahead: number;
    const now = () => new Date(Date.now() + ahead);

    const begin = async (): Promise<void> => {
      desk = await openConnectorDesk(content, kept, issuer.settings(), { now });
      agent = new Browser(desk.url);
    };
    const reopen = async (): Promise<void> => {
      await desk.stop();
      kept = await subject.reopen();
      await begin();
    };
    const restart = async (): Promise<void> => {
      await reopen();
      await agent.post("/session", account);
      await agent.look();
    };
    /** The first account of the desk. */
    const join = async (): Promise<void> => {
      await agent.post("/owner", { token: await desk.api.accounts.ownerToken(), ...account, name: "Alder" });
      await agent.look();
    };

    beforeAll(async () => {
      content = await loadAppContent();
      issuer = await openIssuer();
    });
    afterAll(async () => {
      await issuer.close();
      await content.close();
    });
    beforeEach(async () => {
      ahead = 0;
      teams = await FakeConnector.open(issuer);
      subject = await open();
      kept = subject.store;
      await begin();
    });
    afterEach(async () => {
      await desk.stop();
      await teams.close();
      await subject.end();
    });

    const clicks = async (person: TeamsPerson, titles: readonly string[]): Promise<void> => {
      for (const title of titles) {
        expect((await person.click(title)).status).toBe(200);
        await desk.settled();
      }
    };
    const greeted = async (): Promise<TeamsPerson> => {
      const person = new TeamsPerson({ issuer, connector: teams, door: () => desk.url, now });
      await person.install();
      await desk.settled();
      return person;
    };
    const conversationOf = async (person: TeamsPerson): Promise<Conversation> => {
      for await (const conversation of desk.store.conversations())
        if (conversation.userId === person.user.aadObjectId) return conversation;
      throw new Error("there is no talk of this person");
    };
    const ticketOf = async (person: TeamsPerson): Promise<Ticket> => {
      const newest = (await desk.store.ticketsOf((await conversationOf(person)).id)).at(-1);
      if (newest === undefined) throw new Error("there is no ticket of this person");
      return newest;
    };
    const resolve = (number: number, onward: "continue" | "done") =>
      // biome-ignore lint/suspicious/noThenProperty: the API's field has this name
      agent.post(`/tickets/${number}/resolve`, { outcome: "explained", then: onward });
    /** Whatever was said in the conversation is in Teams once and in order, an agent's words under their name. */
    const expectAllThere = async (person: TeamsPerson): Promise<void> => {
      const log = await desk.store.readLog((await conversationOf(person)).id, { after: 0, limit: 1_000 });
      const said = log.filter(
        ({ audience, activity: { type, from } }) =>
          audience === "everyone" && type === "message" && from?.role === "bot",
      );
      const words = said.map(({ activity: { text = "", from, channelData } }) =>
        channelData?.["agent"] ? `${from?.name}: ${text}` : text,
      );
      expect(person.heard).toEqual(words);
      expect(await desk.store.outboxTroubles()).toEqual([]);
    };

    test("facts are said back, an earlier answer is asked back by a card, and the letter is corrected by talking", async () => {
      const says = async (person: TeamsPerson, ...lines: string[]): Promise<string> => {
        const before = person.heard.length;
        for (const line of lines) {
          await person.say(line);
          await desk.settled();
        }
        return person.heard.slice(before).join("\n");
      };
      const person = await greeted();
      expect(await says(person, "my account got suspended and i have $420 stuck there")).toMatch(
        /got it.*suspended.*\$420/is,
      );
      await says(person, "I have it", "Yes", "none of these", "Yes, let's write it");
      expect(await says(person, "It says I shared my Skype name", "idk", "idk", "idk")).toMatch(
        /Hello,.*Skype/s,
      );
      expect(await says(person, "change Skype to WhatsApp")).toMatch(/Hello,.*WhatsApp/s);

      const other = await greeted();
      const asked = await says(
        other,
        "Get an account back",
        "I closed it myself",
        "sorry, I meant: Upwork suspended it",
      );
      expect(asked).toMatch(/instead\?/);
      await clicks(other, ["Yes"]);
      expect(other.heard.at(-1)).toMatch(/notice that says why/i);
    });

    test("guide, handover, an agent's answers over days and restarts, and back to the step", async () => {
      await join();
      const person = await greeted();
      await clicks(person, toDecision);
      await restart();
      await clicks(person, toTicket);
      const { number, channel, conversationId } = await ticketOf(person);
      expect(channel).toBe("msteams");
      expect((await agent.post(`/tickets/${number}/claim`)).status).toBe(200);
      const reply = (text: string) => agent.post(`/conversations/${conversationId}/messages`, { text });
      expect((await reply("Hello, how can I help?")).status).toBe(200);
      await desk.settled();
      expect(person.heard.slice(-2)).toEqual([
        "Alder has joined. You're talking to a person now.",
        "Alder: Hello, how can I help?",
      ]);

      await person.say("will my reviews disappear?");
      const conversation = await agent.get(`/conversations/${conversationId}/activities?after=0`);
      expect(JSON.stringify(conversation.body)).toContain("will my reviews disappear?");
      ahead += 3 * 24 * HOUR_MS;
      await restart();
      expect((await reply("They do.")).status).toBe(200);
      await desk.settled();
      expect(person.heard.at(-1)).toBe("Alder: They do.");

      expect((await resolve(number, "continue")).status).toBe(200);
      await desk.settled();
      await clicks(person, ["4", "No comment"]);
      expect(person.heard.at(-1)).toMatch(/still want to delete/i);
      await clicks(person, ["Yes, delete it"]);
      expect((await ticketOf(person)).csat).toMatchObject({ score: 4 });
      await expectAllThere(person);
    });

    test("while an agent has the conversation, the desk gives a copy and takes the ticket back once it is sure", async () => {
      await join();
      const person = await greeted();
      await clicks(person, toDecision);
      await clicks(person, toTicket);
      const { number } = await ticketOf(person);
      await agent.post(`/tickets/${number}/claim`);
      await desk.settled();
      await person.say("can you cancel my contract?");
      await desk.settled();
      expect(person.heard.at(-1)).toMatch(/Alder has joined/);
      await person.say("send me a copy");
      await desk.settled();
      expect(person.heard.at(-1)).toMatch(/still want to delete/i);
      await person.say("Cancel my ticket");
      await desk.settled();
      expect(person.heard.at(-1)).toContain(`XD-${number}`);
      await clicks(person, [content.words("withdraw.yes")]);
      expect((await ticketOf(person)).state).toMatchObject({ kind: "expired", withdrawn: true });
      expect(person.heard.at(-1)).toMatch(/still want to delete/i);
      await expectAllThere(person);
    });

    test("a ticket that is opened again brings its answer to where the person is by now, after days and a restart", async () => {
      await join();
      const person = await greeted();
      await clicks(person, toTicket);
      const { number, conversationId } = await ticketOf(person);
      await agent.post(`/tickets/${number}/claim`);
      await resolve(number, "done");
      await desk.settled();
      await clicks(person, ["3", "No comment"]);
      ahead += 2 * 24 * HOUR_MS;
      await restart();
      teams.move("moved");
      await person.say("person");
      await desk.settled();
      await clicks(person, ["Open that ticket again"]);
      expect((await ticketOf(person)).state.kind).toBe("reopened");
      ahead += 24 * HOUR_MS;
      await restart();
      await agent.post(`/tickets/${number}/claim`);
      await agent.post(`/conversations/${conversationId}/messages`, { text: "Here I am." });
      await desk.settled();
      expect(person.heard.at(-1)).toBe("Alder: Here I am.");
      await expectAllThere(person);
    });

    test("T28 what the desk says by itself reaches them too: a promise that is not kept, an agent who vanishes", async () => {
      await kept.openConversation(start("past"));
      for (let past = 0; past < 5; past += 1) {
        const openedAt = new Date(now().getTime() - HOUR_MS);
        const claimedAt = new Date(openedAt.getTime() + TEN_MINUTES_MS);
        const settled = ticket(await kept.reserveTicketNumber(), "past", {
          openedAt: openedAt.toISOString(),
          firstClaimedAt: claimedAt.toISOString(),
          state: resolved,
        });
        await kept.commitTurn(turn("past", null, { tickets: [settled] }));
      }
      await reopen();
      await join();
      desk.desk.human.heartbeat(agent.id);
      const person = await greeted();
      await clicks(person, toTicket);
      expect((await ticketOf(person)).promise).toMatchObject({ until: expect.any(String) });
      ahead += HOUR_MS;
      await desk.desk.human.runDueTasks();
      await desk.settled();
      expect(person.heard.join("\n")).toMatch(/sorry, no one got to your/i);

      await agent.post(`/tickets/${(await ticketOf(person)).number}/claim`);
      await person.say("are you there?");
      ahead += HOUR_MS;
      await desk.desk.human.runDueTasks();
      await desk.settled();
      expect(person.heard.at(-1)).toMatch(/front of the queue/i);
      await expectAllThere(person);
    });

    test("an agent who types is seen typing, and so is the person", async () => {
      await join();
      const person = await greeted();
      await clicks(person, toTicket);
      const { number } = await ticketOf(person);
      await agent.post(`/tickets/${number}/claim`);
      await desk.desk.human.typing(number, { id: agent.id, firstName: "Alder", role: "owner" });
      await expect.poll(() => teams.typing).toContain(person.conversation);
      const typing = new Promise((resolve) =>
        desk.desk.human.watch((event) => event.kind === "typing" && resolve(event)),
      );
      await person.send({ type: "typing" });
      expect(await typing).toMatchObject({ ticket: number, who: "person" });
    });
  });
}
