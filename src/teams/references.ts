import { createHash } from "node:crypto";
import { z } from "zod";
import type { Messages } from "../guide/messages.ts";
import type { Activity, Conversation } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { forTeams } from "./cards/for-teams.ts";
import type { IncomingActivity } from "./incoming-activity.ts";
import { personOf } from "./to-activity.ts";

/** Prefix of ids; ids of other channels contain no dot. */
const mark = "bf.";
const length = 22;

/**
 * Derives the desk's id for a conversation of a channel. It is the same in every process, and reveals nothing. `life`
 * counts earlier erasures, because an erased id is not reused.
 */
function conversationIdOf(
  { channelId, conversationId }: Record<"channelId" | "conversationId", string>,
  life: number,
): string {
  const whole = JSON.stringify([channelId, conversationId, life]);
  return mark + createHash("sha256").update(whole).digest("base64url").slice(0, length);
}

/** Returns whether a conversation id belongs to the connector. */
export const isConnectorConversation = (id: string): boolean => id.startsWith(mark);

/** Bot Framework conversation reference, reduced to the desk's needs. */
export const Reference = z.object({
  serviceUrl: z.string(),
  channelId: z.string(),
  tenantId: z.string().nullable(),
  /** id of the channel; in a team's channel it names the thread */
  conversationId: z.string(),
  scope: z.enum(["personal", "groupChat", "channel"]),
  bot: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }),
  locale: z.string(),
});
export type Reference = z.infer<typeof Reference>;

/** Returns the state key of a reference. It belongs to the conversation, so that both are erased together. */
export const referenceKey = (conversation: string): string => `connector/conversations/${conversation}`;

/** Makes the reference of an activity's conversation. */
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

/** Maps conversations of a channel to those of the desk. */
export class TeamsConversations {
  /** cache of conversations with messages, by channel and id */
  readonly #known = new Map<string, Start>();

  constructor(
    private readonly parts: {
      store: Pick<Store, "conversation" | "openConversation">;
      references: References;
      /** milliseconds since 1970 */
      now: () => number;
    },
  ) {}

  /** Opens the conversation of an activity (`silent`: nothing was said yet). Stores its reference first. */
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

  /** Returns the id of an existing conversation, or null. */
  async find(activity: IncomingActivity): Promise<string | null> {
    const known = this.#known.get(placeOf(activity));
    if (known !== undefined) return known.id;
    for (let life = 0; ; life += 1) {
      const id = conversationIdOf(addressOf(activity), life);
      const conversation = await this.parts.store.conversation(id);
      if (conversation !== "erased") return conversation === undefined ? null : id;
    }
  }

  /** Removes an erased conversation from the cache; the next message begins a new one. */
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

/** Converts a message for other Bot Framework channels, which render it as Web Chat does. */
const forOthers = ({ channelData: _, ...shown }: Activity): Activity => shown;

/**
 * Converts a logged message for the channel. Channels show the bot as the sender, so an agent's name precedes
 * the text.
 */
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

/** Conversation references: stored, and cached in memory. */
export class References {
  readonly #recent = new Map<string, Reference>();

  constructor(private readonly store: Pick<Store, "readState" | "writeState">) {}

  /**
   * Returns the cached reference. Its service URL may be outdated when another process received a newer
   * activity.
   */
  async find(conversation: string): Promise<Reference | null> {
    return this.#recent.get(conversation) ?? this.#read(conversation);
  }

  /** Updates the service URL and bot of a reference. Resolves once it is durable. */
  async keep(conversation: string, { serviceUrl, bot, ...begun }: Reference): Promise<void> {
    const known = await this.find(conversation);
    if (known?.serviceUrl === serviceUrl && known.bot.id === bot.id) return;
    const value = { ...(known ?? begun), serviceUrl, bot } satisfies Reference;
    await this.store.writeState([{ key: referenceKey(conversation), value, eTag: "*" }]);
    this.#remember(conversation, value);
  }

  /** Removes a reference from the cache. */
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
