import type { Action } from "../../../src/bot/rendering/cards.ts";
import { homeTenant } from "../issuer.ts";
import { type Answered, type TeamsParts, TeamsPerson } from "../teams-person.ts";

export const channel = "19:support@thread.tacv2";
const team = "19:team@thread.tacv2";

interface Card {
  body: { text?: string; inlines?: { text: string }[] }[];
  actions: Action[];
}

/** Somebody in the agents' channel: they write there and in its threads, see its cards and press their buttons. */
export class TeamsAgent {
  readonly #self: TeamsPerson;

  constructor(private readonly parts: TeamsParts) {
    this.#self = new TeamsPerson(parts, "channel", channel);
  }

  /** their Microsoft account */
  get account(): { tenant: string; objectId: string } {
    return { tenant: homeTenant, objectId: this.#self.user.aadObjectId };
  }

  send(activity: Record<string, unknown>, thread?: string): Promise<Answered> {
    const id = thread === undefined ? channel : `${channel};messageid=${thread}`;
    return this.#self.send({
      conversation: { id, conversationType: "channel", isGroup: true, tenantId: homeTenant },
      channelData: { tenant: { id: homeTenant }, team: { id: team }, channel: { id: channel } },
      ...activity,
    });
  }

  /** Writes a post of their own that mentions the desk. */
  mention(text: string): Promise<Answered> {
    const at = "<at>Exit Desk</at>";
    const entities = [{ type: "mention", mentioned: { id: "28:bot" }, text: at }];
    return this.send({ type: "message", text: `${at} ${text}`, entities });
  }

  write(thread: string, text: string, more: Record<string, unknown> = {}): Promise<Answered> {
    return this.send({ type: "message", text, textFormat: "plain", ...more }, thread);
  }

  /** Presses a button of the card as it is shown now. */
  press(thread: string, title: string, name = "adaptiveCard/action"): Promise<Answered> {
    const action = this.card(thread).actions.find((one) => one.title === title);
    if (action === undefined) throw new Error(`the card has no "${title}"`);
    const { type, verb, data } = action;
    const value = { action: { type, title, verb, data }, trigger: "manual" };
    return this.send({ type: "invoke", name, value, replyToId: thread }, thread);
  }

  /** The cards of the channel, by the ids that their threads have. */
  get cards(): string[] {
    return this.parts.connector.of(channel).map(({ id }) => id);
  }

  card(thread: string): Card {
    const shown = this.parts.connector.shown.find(({ id }) => id === thread)?.activity;
    return shown?.attachments?.[0]?.content as Card;
  }

  /** All that a card says, line by line. */
  said(thread: string): string[] {
    return this.card(thread).body.flatMap(({ text, inlines }) =>
      text === undefined ? (inlines ?? []).map((run) => run.text) : [text],
    );
  }

  buttons(thread: string): string[] {
    return this.card(thread).actions.map(({ title }) => title);
  }

  /** What the desk has said under a card, oldest first. */
  lines(thread: string): string[] {
    return this.parts.connector.words(`${channel};messageid=${thread}`);
  }
}
