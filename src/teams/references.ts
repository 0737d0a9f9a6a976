import { createHash } from "node:crypto";
import { z } from "zod";
import type { Messages } from "../guide/messages.ts";
import type { Activity, Conversation } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { forTeams } from "./cards/for-teams.ts";
import type { IncomingActivity } from "./incoming-activity.ts";
import { personOf } from "./to-activity.ts";

/** No other channel's ids have a dot. */
const mark = "bf.";
const length = 22;

/**
 * The desk's id for a conversation of a channel: the same in every process, and nothing of it can be read from it.
 * `life` counts how often a conversation there was erased before, for an erased id is never used again.
 */
function conversationIdOf(
  { channelId, conversationId }: Record<"channelId" | "conversationId", string>,
  life: number,
): string {
  const whole = JSON.stringify([channelId, conversationId, life]);
  return mark + createHash("sha256").update(whole).digest("base64url").slice(0, length);
}

/** Tells by its id whether a conversation is answered through the connector. */
export const isConnectorConversation = (id: string): boolean => id.startsWith(mark);

/** Where and to whom a conversation is answered, also after days: Bot Framework's conversation reference, as far as the desk needs it. */
export const Reference = z.object({
  serviceUrl: z.string(),
  channelId: z.string(),
  tenantId: z.string().nullable(),
  /** the channel's own id; in a channel of a team it names the thread */
  conversationId: z.string(),
  scope: z.enum(["personal", "groupChat", "channel"]),
  bot: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }),
  locale: z.string(),
});
export type Reference = z.infer<typeof Reference>;

/** Where a conversation's reference is kept: with the conversation, so that it goes when the conversation is erased. */
export const referenceKey = (conversation: string): string => `connector/conversations/${conversation}`;

/** The reference of the conversation that an activity belongs to. */
export const referenceOf = (activity: IncomingActivity, tenantId: string | undefined): Reference => ({
  serviceUrl: activity.serviceUrl,
  channelId: activity.channelId,
  tenantId: tenantId ?? activity.conversation.tenantId ?? null,
  conversationId: activity.conversation.id,
  scope: activity.conversation.conversationType ?? "personal",
  bot: { id: activity.recipient.id },
  user: { id: activity.from.id },
  locale: activity.locale ?? "en",
});

const rememberedConversations = 10_000;

type Start = Pick<Conversation, "id" | "channel" | "userId" | "locale">;

/** Finds the desk's talk for a conversation of a channel. */
export class TeamsConversations {
  /** the conversations in which something was said, by their place in the channel */
  readonly #known = new Map<string, Start>();

  constructor(
    private readonly parts: {
      store: Pick<Store, "conversation" | "openConversation">;
      references: References;
      /** milliseconds since 1970 */
      now: () => number;
    },
  ) {}

  /** The conversation, which begins here when it is new (`silent`: nothing was said in it yet). Where it is answered is kept first. */
  async enter(
    activity: IncomingActivity,
    tenantId: string | undefined,
  ): Promise<{ start: Start; silent: boolean }> {
    const known = this.#known.get(placeOf(activity));
    const entered = known === undefined ? await this.#open(activity) : { start: known, silent: false };
    await this.parts.references.keep(entered.start.id, referenceOf(activity, tenantId));
    if (!entered.silent) this.#remember(placeOf(activity), entered.start);
    return entered;
  }

  /** The conversation's id, if there is one. */
  async find(activity: IncomingActivity): Promise<string | null> {
    const known = this.#known.get(placeOf(activity));
    if (known !== undefined) return known.id;
    for (let life = 0; ; life += 1) {
      const id = conversationIdOf(addressOf(activity), life);
      const conversation = await this.parts.store.conversation(id);
      if (conversation !== "erased") return conversation === undefined ? null : id;
    }
  }

  /** Forgets a conversation that was erased: the next word in its place begins a new one. */
  forget(conversation: string): void {
    for (const [place, known] of this.#known) if (known.id === conversation) this.#known.delete(place);
    this.parts.references.forget(conversation);
  }

  async #open(activity: IncomingActivity): Promise<{ start: Start; silent: boolean }> {
    const { store, now } = this.parts;
    const { channelId: channel, locale = "en" } = activity;
    const startedAt = new Date(now()).toISOString();
    for (let life = 0; ; life += 1) {
      const start = {
        id: conversationIdOf(addressOf(activity), life),
        channel,
        userId: personOf(activity),
        locale,
      };
      const opened = await store.openConversation({ ...start, startedAt });
      if (opened !== "erased") return { start, silent: opened.conversation.lastSeq === 0 };
    }
  }

  #remember(place: string, start: Start): void {
    if (this.#known.size >= rememberedConversations) this.#known.clear();
    this.#known.set(place, start);
  }
}

const addressOf = ({ channelId, conversation }: IncomingActivity) => ({
  channelId,
  conversationId: conversation.id,
});

const placeOf = (activity: IncomingActivity): string => JSON.stringify(addressOf(activity));

/** Other channels of the Bot Framework show a message as Web Chat does. */
const forOthers = ({ channelData: _, ...shown }: Activity): Activity => shown;

/** A message of the log as it goes to the channel. Only the desk's own name is shown there as the sender, so an agent's stands before their words. */
export function outgoingTeamsActivity(
  said: Activity,
  { bot, channelId, locale, scope }: Reference,
  words: Messages,
): Activity {
  const { id: _, ...message } = channelId === "msteams" ? forTeams(said, words, scope) : forOthers(said);
  const agent = said.channelData?.["agent"] as { name: string } | undefined;
  const named = agent && { text: words("connector.agent", { name: agent.name, text: said.text ?? "" }) };
  return { ...message, ...named, from: { id: bot.id }, locale };
}

const remembered = 5_000;

/** Where conversations are answered: kept in the store, the newest in memory too. */
export class References {
  readonly #recent = new Map<string, Reference>();

  constructor(private readonly store: Pick<Store, "readState" | "writeState">) {}

  /** As this process last knew it: what was said meanwhile elsewhere may have moved the service URL. */
  async find(conversation: string): Promise<Reference | null> {
    return this.#recent.get(conversation) ?? this.#read(conversation);
  }

  /** Notes where an activity came from; who began the conversation stays. Resolves when it is durable. */
  async keep(conversation: string, { serviceUrl, bot, ...begun }: Reference): Promise<void> {
    const known = await this.find(conversation);
    if (known?.serviceUrl === serviceUrl && known.bot.id === bot.id) return;
    const value = { ...(known ?? begun), serviceUrl, bot } satisfies Reference;
    await this.store.writeState([{ key: referenceKey(conversation), value, eTag: "*" }]);
    this.#remember(conversation, value);
  }

  /** The next time the store is asked. */
  forget(conversation: string): void {
    this.#recent.delete(conversation);
  }

  async #read(conversation: string): Promise<Reference | null> {
    const stored = (await this.store.readState([referenceKey(conversation)])).get(referenceKey(conversation));
    if (stored === undefined) return null;
    const reference = Reference.parse(stored.value);
    this.#remember(conversation, reference);
    return reference;
  }

  #remember(conversation: string, reference: Reference): void {
    this.#recent.delete(conversation);
    this.#recent.set(conversation, reference);
    const oldest = this.#recent.keys().next();
    if (this.#recent.size > remembered && !oldest.done) this.#recent.delete(oldest.value);
  }
}
