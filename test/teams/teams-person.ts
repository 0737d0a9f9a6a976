import { randomUUID } from "node:crypto";
import type { Action, CardAttachment, Element } from "../../src/bot/rendering/cards.ts";
import type { CardAction } from "../../src/store/records.ts";
import type { FakeConnector } from "./fake-connector.ts";
import { homeTenant, type Issuer } from "./issuer.ts";
import { activityFrom } from "./teams-message.ts";

type Scope = "personal" | "groupChat" | "channel";

const bot = { id: "28:bot", name: "Exit Desk" };

/** Where a scripted Teams client sends what a person does, and sees what the desk says. */
export interface TeamsParts {
  issuer: Issuer;
  connector: FakeConnector;
  /** the desk's door, which may move with a restart */
  door: () => string;
  /** what its clock says; the machine's where it is not given */
  now?: () => Date;
}

/** What the door answered. */
export interface Answered {
  status: number;
  body: Record<string, unknown>;
}

type Content = Pick<CardAttachment["content"], "body" | "actions">;

/** The buttons of a card, in the order in which it shows them, those that are folded as well. */
function buttonsOn({ content }: { content?: unknown }): CardAction[] {
  const { body, actions } = content as Content;
  const unfolded = body.flatMap((element) => [
    element,
    ...((element["items"] as Element[] | undefined) ?? []),
  ]);
  const rows = unfolded.flatMap((element) => (element["actions"] as Action[] | undefined) ?? []);
  return [...rows, ...actions].map(({ type, title, data }) => ({ type, title, value: data }));
}

/** One person in Teams. What they do comes to the desk signed, as the real connector sends it. */
export class TeamsPerson {
  readonly conversation: string;
  readonly user: { id: string; aadObjectId: string };

  constructor(
    private readonly parts: TeamsParts,
    readonly scope: Scope = "personal",
    conversation = scope === "personal" ? `a:${randomUUID()}` : `19:${randomUUID()}@thread.v2`,
  ) {
    this.conversation = conversation;
    this.user = { id: `29:${randomUUID()}`, aadObjectId: randomUUID() };
  }

  /** Sends any activity. */
  async send(activity: Record<string, unknown>): Promise<Answered> {
    const { issuer, connector, door, now = () => new Date() } = this.parts;
    const { serviceUrl } = connector;
    const body = activityFrom(serviceUrl, homeTenant, {
      id: randomUUID(),
      timestamp: now().toISOString(),
      locale: "en-US",
      text: undefined,
      from: this.user,
      recipient: bot,
      conversation: { id: this.conversation, conversationType: this.scope, tenantId: homeTenant },
      ...activity,
    });
    const seconds = Math.floor(now().getTime() / 1000);
    const claims = { serviceurl: serviceUrl, nbf: seconds, exp: seconds + 3600 };
    const answer = await fetch(`${door()}/api/messages`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await issuer.sign(claims)}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Answered["body"] };
  }

  /** Adds the app, as Teams tells it: in two activities. */
  async install(): Promise<void> {
    await this.send({ type: "installationUpdate", action: "add" });
    await this.send({ type: "conversationUpdate", membersAdded: [bot, this.user] });
  }

  say(text: string, more: Record<string, unknown> = {}): Promise<Answered> {
    return this.send({ type: "message", text, textFormat: "plain", ...more });
  }

  /** The same with the desk mentioned, as it is needed where others talk too. */
  mention(text: string, more: Record<string, unknown> = {}): Promise<Answered> {
    const at = `<at>${bot.name}</at>`;
    return this.say(`${at}&nbsp;${text}`, {
      entities: [{ type: "mention", mentioned: bot, text: at }],
      ...more,
    });
  }

  /** The buttons under the newest message, or on its card; `value` is what they post. */
  get buttons(): CardAction[] {
    const last = this.parts.connector.of(this.conversation).at(-1)?.activity;
    return [...(last?.suggestedActions?.actions ?? []), ...(last?.attachments ?? []).flatMap(buttonsOn)];
  }

  /** Does as a click on one of them: an Action.Execute with its data, or the title as words. */
  click(title: string): Promise<Answered> {
    const button = this.buttons.find((one) => one.title === title);
    if (button === undefined)
      throw new Error(`there is no "${title}", only ${this.buttons.map((one) => one.title).join(", ")}`);
    return button.type === "imBack" ? this.say(title) : this.execute(button.value);
  }

  /** Presses a button of a card: an Action.Execute that posts this. */
  execute(data: unknown): Promise<Answered> {
    const action = { type: "Action.Execute", verb: "answer", data };
    return this.send({ type: "invoke", name: "adaptiveCard/action", value: { action, trigger: "manual" } });
  }

  /** What the desk has said here, oldest first. */
  get heard(): string[] {
    return this.parts.connector.words(this.conversation);
  }
}
