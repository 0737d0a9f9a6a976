import { createHash } from "node:crypto";
import { z } from "zod";
import type { Phrases } from "../guide/messages.ts";
import type { Activity, Conversation } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { forTeams } from "./cards/for-teams.ts";
import type { Arrived } from "./incoming-activity.ts";
import { personOf } from "./to-activity.ts";

/** No other channel's ids have a dot. */
const mark = "bf.";
const length = 22;

/**
 * The desk's id for a conversation of a channel: the same in every process, and nothing of it can be read from it.
 * `life` counts how often a talk there was erased before, for an erased id is never used again.
 */
function talkId(
  { channelId, conversationId }: Record<"channelId" | "conversationId", string>,
  life: number,
): string {
  const whole = JSON.stringify([channelId, conversationId, life]);
  return mark + createHash("sha256").update(whole).digest("base64url").slice(0, length);
}

/** Tells by its id whether a talk is answered through the connector. */
export const isConnectorTalk = (id: string): boolean => id.startsWith(mark);

/** Where and to whom a talk is answered, also after days: Bot Framework's conversation reference, as far as the desk needs it. */
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

/** Where a talk's reference is kept: with the talk, so that it goes when the talk is erased. */
export const referenceKey = (talk: string): string => `connector/conversations/${talk}`;

/** The reference of the talk that an activity belongs to. */
export const referenceOf = (activity: Arrived, tenantId: string | undefined): Reference => ({
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
export class Talks {
  /** the talks in which something was said, by their place in the channel */
  readonly #known = new Map<string, Start>();

  constructor(
    private readonly parts: {
      store: Pick<Store, "conversation" | "openConversation">;
      references: References;
      /** milliseconds since 1970 */
      now: () => number;
    },
  ) {}

  /** The talk, which begins here when it is new (`silent`: nothing was said in it yet). Where it is answered is kept first. */
  async enter(activity: Arrived, tenantId: string | undefined): Promise<{ start: Start; silent: boolean }> {
    const known = this.#known.get(placeOf(activity));
    const entered = known === undefined ? await this.#open(activity) : { start: known, silent: false };
    await this.parts.references.keep(entered.start.id, referenceOf(activity, tenantId));
    if (!entered.silent) this.#remember(placeOf(activity), entered.start);
    return entered;
  }

  /** The talk's id, if there is one. */
  async find(activity: Arrived): Promise<string | null> {
    const known = this.#known.get(placeOf(activity));
    if (known !== undefined) return known.id;
    for (let life = 0; ; life += 1) {
      const id = talkId(addressOf(activity), life);
      const talk = await this.parts.store.conversation(id);
      if (talk !== "erased") return talk === undefined ? null : id;
    }
  }

  /** Forgets a talk that was erased: the next word in its place begins a new one. */
  forget(talk: string): void {
    for (const [place, known] of this.#known) if (known.id === talk) this.#known.delete(place);
    this.parts.references.forget(talk);
  }

  async #open(activity: Arrived): Promise<{ start: Start; silent: boolean }> {
    const { store, now } = this.parts;
    const { channelId: channel, locale = "en" } = activity;
    const startedAt = new Date(now()).toISOString();
    for (let life = 0; ; life += 1) {
      const start = { id: talkId(addressOf(activity), life), channel, userId: personOf(activity), locale };
      const opened = await store.openConversation({ ...start, startedAt });
      if (opened !== "erased") return { start, silent: opened.conversation.lastSeq === 0 };
    }
  }

  #remember(place: string, start: Start): void {
    if (this.#known.size >= rememberedConversations) this.#known.clear();
    this.#known.set(place, start);
  }
}

const addressOf = ({ channelId, conversation }: Arrived) => ({ channelId, conversationId: conversation.id });

const placeOf = (activity: Arrived): string => JSON.stringify(addressOf(activity));

/** Other channels of the Bot Framework show a message as Web Chat does. */
const forOthers = ({ channelData: _, ...shown }: Activity): Activity => shown;

/** A message of the log as it goes to the channel. Only the desk's own name is shown there as the sender, so an agent's stands before their words. */
export function outgoing(
  said: Activity,
  { bot, channelId, locale, scope }: Reference,
  words: Phrases,
): Activity {
  const { id: _, ...message } = channelId === "msteams" ? forTeams(said, words, scope) : forOthers(said);
  const agent = said.channelData?.["agent"] as { name: string } | undefined;
  const named = agent && { text: words("connector.agent", { name: agent.name, text: said.text ?? "" }) };
  return { ...message, ...named, from: { id: bot.id }, locale };
}

const remembered = 5_000;

/** Where talks are answered: kept in the store, the newest in memory too. */
export class References {
  readonly #recent = new Map<string, Reference>();

  constructor(private readonly store: Pick<Store, "readState" | "writeState">) {}

  /** As this process last knew it: what was said meanwhile elsewhere may have moved the service URL. */
  async find(talk: string): Promise<Reference | null> {
    return this.#recent.get(talk) ?? this.#read(talk);
  }

  /** Notes where an activity came from; who began the talk stays. Resolves when it is durable. */
  async keep(talk: string, { serviceUrl, bot, ...begun }: Reference): Promise<void> {
    const known = await this.find(talk);
    if (known?.serviceUrl === serviceUrl && known.bot.id === bot.id) return;
    const value = { ...(known ?? begun), serviceUrl, bot } satisfies Reference;
    await this.store.writeState([{ key: referenceKey(talk), value, eTag: "*" }]);
    this.#remember(talk, value);
  }

  /** The next time the store is asked. */
  forget(talk: string): void {
    this.#recent.delete(talk);
  }

  async #read(talk: string): Promise<Reference | null> {
    const stored = (await this.store.readState([referenceKey(talk)])).get(referenceKey(talk));
    if (stored === undefined) return null;
    const reference = Reference.parse(stored.value);
    this.#remember(talk, reference);
    return reference;
  }

  #remember(talk: string, reference: Reference): void {
    this.#recent.delete(talk);
    this.#recent.set(talk, reference);
    const oldest = this.#recent.keys().next();
    if (this.#recent.size > remembered && !oldest.done) this.#recent.delete(oldest.value);
  }
}
