import { z } from "zod";
import type { RunningDesk } from "./running-desk.ts";

const Pass = z.object({ conversationId: z.string(), token: z.string() });
const Action = z.object({ title: z.string(), value: z.unknown() });
const Message = z.object({
  type: z.string(),
  id: z.string(),
  replyToId: z.string().optional(),
  text: z.string().optional(),
  from: z.object({ role: z.string().optional() }),
  suggestedActions: z.object({ actions: z.array(Action) }).optional(),
  channelData: z
    .object({ guide: z.object({ step: z.string().nullable() }) })
    .partial()
    .optional(),
});
type Message = z.infer<typeof Message>;
const Page = z.object({ activities: z.array(Message), watermark: z.string() });

const PATIENCE_MS = 60_000;

/** Somebody who talks to a running desk over its HTTP door, and goes on after it was started anew. */
export class Guest {
  private watermark = "0";
  place: string | null = null;
  buttons: z.infer<typeof Action>[] = [];

  private constructor(
    private url: string,
    readonly pass: z.infer<typeof Pass>,
  ) {}

  static async greet({ url }: RunningDesk): Promise<Guest> {
    const pass = Pass.parse(await call(`${url}/widget/token`, undefined, {}));
    const guest = new Guest(url, pass);
    await call(`${url}/v3/directline/conversations`, pass.token, {});
    await guest.hear(({ activities }) => activities.some(({ suggestedActions }) => suggestedActions));
    return guest;
  }

  /** Somebody who has a conversation at a desk already; their browser has read nothing of it yet. */
  static async back({ url }: RunningDesk, pass: z.infer<typeof Pass>): Promise<Guest> {
    const guest = new Guest(url, Pass.parse(pass));
    await guest.hear(() => true);
    return guest;
  }

  /** Goes on at a desk that was started on the same store. */
  moveTo({ url }: RunningDesk): void {
    this.url = url;
  }

  get conversationId(): string {
    return this.pass.conversationId;
  }

  /** Says something, or clicks the button of that title, and gives what the desk answered. */
  async say(text: string): Promise<string> {
    const id = await this.post(text);
    const heard = await this.hear(({ activities }) => activities.some(({ replyToId }) => replyToId === id));
    return heard.map((message) => message.text ?? "").join("\n");
  }

  /** Says something without waiting for an answer; resolves when the desk has taken it. */
  async post(text: string): Promise<string> {
    const button = this.buttons.find(({ title }) => title === text);
    const message = { type: "message", text, ...(button ? { value: button.value } : {}) };
    const { id } = z
      .object({ id: z.string() })
      .parse(await call(this.conversationUrl("/activities"), this.pass.token, message));
    return id;
  }

  /** Reads what is new until it holds what is waited for; gives the messages of the bot. */
  async hear(enough: (page: z.infer<typeof Page>) => boolean): Promise<Message[]> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const page = Page.parse(
        await call(`${this.conversationUrl("/activities")}?watermark=${this.watermark}`, this.pass.token),
      );
      if (enough(page)) {
        this.watermark = page.watermark;
        return this.take(page.activities);
      }
      if (Date.now() > end) throw new Error(`the desk did not answer: ${JSON.stringify(page.activities)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private take(activities: readonly Message[]): Message[] {
    const messages = activities.filter(({ type, from }) => type === "message" && from.role === "bot");
    this.buttons = messages.at(-1)?.suggestedActions?.actions ?? this.buttons;
    this.place = messages.at(-1)?.channelData?.guide?.step ?? this.place;
    return messages;
  }

  /** Whether the desk says that this conversation was erased. */
  async isGone(): Promise<boolean> {
    const headers = { authorization: `Bearer ${this.pass.token}` };
    return (await fetch(this.conversationUrl("/activities"), { headers })).status === 404;
  }

  private conversationUrl(more: string): string {
    return `${this.url}/v3/directline/conversations/${this.pass.conversationId}${more}`;
  }
}

async function call(url: string, token: string | undefined, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url} gave ${response.status}: ${await response.text()}`);
  return response.json();
}
