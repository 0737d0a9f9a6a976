import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type App, type AppContent, createApp, loadAppContent } from "../../src/app.ts";
import { openHolds } from "../../src/privacy/eraser.ts";
import type { Activity, CardAction } from "../../src/store/records.ts";
import type { Store } from "../../src/store/store.ts";
import { bothStores, type Stores } from "../api/both-stores.ts";
import { alder } from "../tickets/people.ts";

let content: AppContent;

beforeAll(async () => {
  content = await loadAppContent("en");
});
afterAll(() => content.close());

/** Somebody whose ticket an agent has taken, on a desk of their own store. */
class Spoken {
  private after = 0;
  readonly id = randomUUID();
  number = 0;

  constructor(
    readonly app: App,
    readonly store: Store,
  ) {}

  static async begin(app: App, store: Store): Promise<Spoken> {
    const person = new Spoken(app, store);
    await app.inbox.open({ id: person.id, channel: "test", userId: `dl_${person.id}`, locale: "en" });
    for (const said of ["Close my account", "I'd rather not say", "No, carry on", "No, unlikely", "person"])
      await person.say(said);
    await person.say("yes");
    while ((await store.ticketsOf(person.id)).length === 0) await person.say("here");
    person.number = (await person.ticket()).number;
    await app.human.claim(person.number, alder);
    await person.heard();
    return person;
  }

  async ticket() {
    const ticket = (await this.store.ticketsOf(this.id)).at(-1);
    if (!ticket) throw new Error("no ticket was opened");
    return ticket;
  }

  post(text: string, value?: unknown): Promise<unknown> {
    const activity = { type: "message", id: randomUUID(), from: { id: "dl", role: "user" }, text };
    return this.app.inbox.post(this.id, value === undefined ? activity : { ...activity, value }, [
      activity.id,
    ]);
  }

  async say(text: string, value?: unknown): Promise<Activity[]> {
    await this.post(text, value);
    return this.heard();
  }

  press({ title, value }: CardAction): Promise<Activity[]> {
    return this.say(title, value);
  }

  /** What was said to the person since, agents apart. */
  async heard(): Promise<Activity[]> {
    await this.app.turns.settled();
    const log = await this.store.readLog(this.id, { after: this.after, limit: 500 });
    this.after = log.at(-1)?.seq ?? this.after;
    return log
      .filter(({ audience, activity }) => audience === "everyone" && activity.type === "message")
      .map(({ activity }) => activity)
      .filter(({ from, channelData }) => from?.role === "bot" && !channelData?.["agent"]);
  }
}

const notices = (said: readonly Activity[]) =>
  said.map(({ channelData }) => (channelData?.["desk"] as { notice?: string } | undefined)?.notice ?? "bot");
const buttons = (said: readonly Activity[]) => said.at(-1)?.suggestedActions?.actions ?? [];
const placeOf = (said: readonly Activity[]) =>
  (said.at(-1)?.channelData?.["guide"] as { step: string } | undefined)?.step;
const button = (said: readonly Activity[], title: RegExp): CardAction => {
  const found = buttons(said).find((one) => title.test(one.title));
  if (!found) throw new Error(`no button ${title}`);
  return found;
};

const ERASE = ["delete my chat", "please delete this chat", "can you delete the conversation?", "forget me"];
const COPY = ["send me a copy", "Send me a copy", "can you send me the transcript please"];
const WITHDRAW = [
  "withdraw my ticket",
  "cancel",
  "end",
  "end this chat",
  "Cancel my ticket",
  "I don't need help anymore, thanks",
  "please cancel my ticket",
  "can you close the ticket",
  "i want to end the conversation now",
];
const TO_AGENT = [
  "can you cancel my contract?",
  "delete my account",
  "yes",
  "no",
  "don't delete my chat",
  "why would you delete my chat?",
  "I do not want to cancel my ticket",
  "how do I withdraw my $420?",
  "withdraw",
  "cancel it",
  "can you delete my review",
  "I copied the link",
  "thanks, bye",
];

describe.each(bothStores)("beside an agent, on %s", (_, open) => {
  let stores: Stores;
  let app: App;
  const now = () => new Date();

  beforeAll(async () => {
    stores = await open();
    app = createApp(content, stores.here, now, () => undefined, { announcing: false, mail: false });
  });
  afterAll(async () => {
    await app.turns.stop();
    await app.human.stop();
    await stores.here.close();
    if (stores.there !== stores.here) await stores.there.close();
    await stores.remove();
  });
  const begin = () => Spoken.begin(app, stores.here);

  test("what is plainly for the desk is answered by it to both, and all else is the agent's", async () => {
    const person = await begin();
    for (const text of ERASE) expect(notices(await person.say(text)), text).toEqual(["ask-erase"]);
    for (const text of WITHDRAW) {
      const said = await person.say(text);
      expect(notices(said), text).toEqual(["ask-withdraw"]);
      expect(buttons(said).map(({ title }) => title)).toHaveLength(2);
      await person.say("what else can I do?");
    }
    for (const text of COPY) {
      const said = await person.say(text);
      expect(notices(said), text).toEqual(["copied"]);
      expect(said[0]?.text).toMatch(/still want to delete/i);
    }
    for (const text of TO_AGENT) expect(await person.say(text), text).toEqual([]);
    expect((await person.ticket()).state).toMatchObject({ kind: "claimed", by: alder.id });
  });

  test("a yes cancels the ticket, and the bot goes on where it was", async () => {
    const person = await begin();
    await person.say("withdraw my ticket");
    const said = await person.say("yes");
    expect(notices(said)).toEqual(["withdrawn", "bot"]);
    expect(said[0]?.text).toMatch(`XD-${person.number}`);
    const ticket = await person.ticket();
    expect(ticket.state).toMatchObject({ kind: "expired", withdrawn: true });
    expect(ticket.audit.at(-1)).toMatchObject({ what: "withdrawn", who: { kind: "person" } });
    expect(await app.human.reply(person.number, alder, { type: "message", text: "hi" }, null)).toEqual({
      refused: "closed",
    });
    expect((await person.say("will my reviews disappear?")).map(({ text }) => text).join()).toMatch(
      /reviews/i,
    );
  });

  test("a yes by the button deletes the chat once the person has their number", async () => {
    const person = await begin();
    const said = await person.press(button(await person.say("delete my chat"), /^yes/i));
    expect(notices(said)).toEqual(["erasing"]);
    expect(said[0]?.text).toMatch(/ER-\w{8}/);
    const wanted = (await stores.here.unsent()).filter(({ conversationId }) => conversationId === person.id);
    expect(wanted).toMatchObject([{ kind: "erase" }]);
  });

  test("what is held is not deleted", async () => {
    const person = await begin();
    const held = { id: person.id, userId: `dl_${person.id}` };
    await openHolds(stores.here, now).hold([held]);
    expect(notices(await person.say("delete my chat"))).toEqual(["erase-held"]);
    expect(await person.say("yes")).toEqual([]);
    await openHolds(stores.here, now).release([held]);
  });

  test("no keeps it, other words close the question, and an old button asks again", async () => {
    const person = await begin();
    expect(notices(await person.say("delete my chat"))).toEqual(["ask-erase"]);
    expect(notices(await person.say("no"))).toEqual(["kept"]);
    expect(await person.say("yes")).toEqual([]);
    const asked = await person.say("cancel my ticket");
    expect(await person.say("actually, one more thing about my contract")).toEqual([]);
    expect(await person.say("yes")).toEqual([]);
    expect(notices(await person.press(button(asked, /^yes/i)))).toEqual(["ask-withdraw"]);
    expect(await person.say("ok")).toEqual([]);
    expect((await person.ticket()).state.kind).toBe("claimed");
  });

  test("a typed yes after an agent's words is for the agent; the button still counts", async () => {
    const person = await begin();
    const asked = await person.say("cancel my ticket");
    await app.human.reply(person.number, alder, { type: "message", text: "Shall I look again?" }, null);
    expect(await person.say("yes")).toEqual([]);
    expect((await person.ticket()).state.kind).toBe("claimed");
    expect(notices(await person.press(button(asked, /^yes/i)))).toEqual(["withdrawn", "bot"]);
  });

  test("a yes that was sent before the question is no answer to it", async () => {
    const person = await begin();
    const commit = stores.here.commitTurn.bind(stores.here);
    stores.here.commitTurn = async (turn) => {
      stores.here.commitTurn = commit;
      await person.post("yes");
      return commit(turn);
    };
    expect(notices(await person.say("delete my chat"))).toEqual(["ask-erase"]);
    expect(await stores.here.unsent()).not.toContainEqual(
      expect.objectContaining({ conversationId: person.id }),
    );
  });

  test("the bot's question waits unchanged, with the buttons it had", async () => {
    const person = await begin();
    await app.human.release(person.number, alder);
    const question = await person.say("go on with the guide");
    await app.human.claim(person.number, alder);
    await person.heard();
    await person.say("delete my chat");
    await person.say("no");
    await person.say("send me a copy");
    await app.human.release(person.number, alder);
    await person.heard();
    const said = await person.press(button(question, /^yes, delete it/i));
    expect(placeOf(said)).toBe("close.account-type");
  });

  test("a question that is open when the agent gives the conversation back is answered or closed, never mistaken", async () => {
    const person = await begin();
    await app.human.release(person.number, alder);
    await person.say("go on with the guide");
    await app.human.claim(person.number, alder);
    await person.say("delete my chat");
    await app.human.release(person.number, alder);
    await person.heard();
    const again = await person.say("yes");
    expect(placeOf(again)).toBe("erase.confirm");
    expect(await stores.here.receipts(person.id)).toEqual([]);
    const kept = await person.say("no");
    expect(placeOf(kept)).toBe("weigh.decision");
  });

  test.each(["release", "resolve"] as const)("an agent's %s that comes between is safe", async (move) => {
    const person = await begin();
    const asked = await person.say("cancel my ticket");
    const commit = stores.here.commitTurn.bind(stores.here);
    let moved = false;
    stores.here.commitTurn = async (turn) => {
      if (!moved && turn.conversationId === person.id) {
        moved = true;
        if (move === "release") await app.human.release(person.number, alder);
        else await app.human.resolve(person.number, alder, "done", "continue");
      }
      return commit(turn);
    };
    const said = await person.press(button(asked, /^yes/i));
    stores.here.commitTurn = commit;
    expect(moved).toBe(true);
    const ticket = await person.ticket();
    if (move === "release") expect(ticket.state).toMatchObject({ kind: "expired", withdrawn: true });
    else expect(ticket.state.kind).toBe("resolved");
    expect(ticket.audit.filter(({ what }) => what === "withdrawn" || what === "resolved")).toHaveLength(1);
    expect(said.length).toBeGreaterThan(0);
  });

  test("a turn that is run again does everything once", async () => {
    const person = await begin();
    const commit = stores.here.commitTurn.bind(stores.here);
    const again: string[] = [];
    stores.here.commitTurn = async (turn) => {
      const said = await commit(turn);
      if (turn.conversationId === person.id) again.push(String((await commit(turn)).length));
      return said;
    };
    expect(notices(await person.say("send me a copy"))).toEqual(["copied"]);
    const asked = await person.say("cancel my ticket");
    expect(notices(await person.press(button(asked, /^yes/i)))).toEqual(["withdrawn", "bot"]);
    stores.here.commitTurn = commit;
    expect(again).toEqual(["0", "0", "0"]);
    expect((await person.ticket()).audit.filter(({ what }) => what === "withdrawn")).toHaveLength(1);
  });
});
