import { createHash } from "node:crypto";
import { z } from "zod";
import { firstNameOf } from "../../accounts/account.ts";
import type { Accounts } from "../../accounts/accounts.ts";
import type { CardAttachment } from "../../bot/rendering/cards.ts";
import type { Messages } from "../../guide/messages.ts";
import { type DeliveryResult, deliveryOf } from "../../outbox/delivery.ts";
import type { Activity } from "../../store/records.ts";
import { isOpen, isQuarantined, type Ticket } from "../../store/ticket.ts";
import { teamsTicketCard } from "../cards/ticket-card.ts";
import { wholeChannel } from "../incoming-activity.ts";
import type { Called, Target } from "../send-activity.ts";
import { type Channel, type Channels, type Thread, type Threads, threadId } from "./channels.ts";

/** Channels that asked for a delay (`Retry-After`), including their threads. */
class Quiet {
  /** start in milliseconds since 1970 and length of the delay, by channel */
  readonly #asked = new Map<string, { at: number; forMs: number }>();

  constructor(private readonly now: () => number) {}

  /** Returns the remaining delay in milliseconds; 0 when the clock went backwards. */
  left({ conversationId }: Target): number {
    const { at, forMs } = this.#asked.get(wholeChannel(conversationId)) ?? { at: this.now(), forMs: 0 };
    const past = this.now() - at;
    return past < 0 ? 0 : Math.max(0, forMs - past);
  }

  /** Records the delay that a result asks for. */
  note({ conversationId }: Target, delivery: DeliveryResult): void {
    if (delivery.kind === "again" && delivery.afterMs)
      this.#asked.set(wholeChannel(conversationId), { at: this.now(), forMs: delivery.afterMs });
  }
}

/** Delivery result, and the id that the channel assigned; null when unknown. */
interface Posted {
  delivery: DeliveryResult;
  id: string | null;
  /** whether the content was refused, not the target */
  unfit: boolean;
}

/** Posts or updates a message in a conversation of the connector. Does not throw on network errors. */
export type Post = (target: Target, activity: Activity) => Promise<Posted>;

const UNFIT = new Set([400, 413]);

const Resource = z.object({ id: z.string().min(1) });

function idIn(text: string): string | null {
  try {
    return Resource.parse(JSON.parse(text)).id;
  } catch {
    return null;
  }
}

/**
 * Makes it from calls to the connector, which throw without an access token. A `Retry-After` delays all posts
 * to the channel.
 */
export const makePost = (
  send: (target: Target, activity: Activity) => Promise<Called>,
  now: () => number,
): Post => {
  const quiet = new Quiet(now);
  return async (target, activity) => {
    const afterMs = quiet.left(target);
    if (afterMs > 0)
      return { delivery: { kind: "again", reason: "asked to wait", afterMs }, id: null, unfit: false };
    try {
      const called = await send(target, activity);
      if (called.kind !== "answered") return { delivery: called, id: null, unfit: false };
      const { status, retryAfter, text } = called;
      const delivery = deliveryOf(status, retryAfter, new Date(now()));
      quiet.note(target, delivery);
      return { delivery, id: delivery.kind === "sent" ? idIn(text) : null, unfit: UNFIT.has(status) };
    } catch (error) {
      return { delivery: { kind: "again", reason: String(error) }, id: null, unfit: false };
    }
  };
};

/** Dependencies of ticket cards. */
export interface CardParts {
  accounts: Pick<Accounts, "people">;
  words: Messages;
  /** display names of the guide's steps and answers */
  names: Readonly<Record<string, string>>;
  /** URL of a ticket in the console */
  consoleUrl: (ticket: number) => string;
}

/** Returns the first name of a current or former agent; null for an unknown id. */
export async function agentDisplayName(
  accounts: CardParts["accounts"],
  id: string | null,
): Promise<string | null> {
  const person = id === null ? undefined : (await accounts.people()).byId(id);
  return person === undefined ? null : firstNameOf(person);
}

/** Makes the card of a ticket. */
export async function cardOf(parts: CardParts, ticket: Ticket): Promise<CardAttachment> {
  const { accounts, words, names, consoleUrl } = parts;
  const claimedBy = "by" in ticket.state ? await agentDisplayName(accounts, ticket.state.by) : null;
  return teamsTicketCard(ticket, words, { claimedBy, consoleUrl: consoleUrl(ticket.number), names });
}

/** Hashes the visible content of a card, without the revision in its buttons. */
const faceOf = ({ content }: CardAttachment): string =>
  createHash("sha256")
    .update(JSON.stringify(content, (key, value) => (key === "revision" ? undefined : value)))
    .digest("base64url");

export interface PostTicketCardParts extends CardParts {
  channels: Pick<Channels, "chosen" | "find">;
  threads: Pick<Threads, "of" | "begin" | "note">;
  post: Post;
}

/** The thread under the card; null while there is none. */
export interface PostedCard {
  place: { thread: Thread; channel: Channel } | null;
  delivery: DeliveryResult;
}

const SENT: DeliveryResult = { kind: "sent" };
const UNNAMED: DeliveryResult = { kind: "unconfirmed", reason: "answered without an id" };

const messageOf = (card: CardAttachment, { bot }: Channel): Activity => ({
  type: "message",
  from: { id: bot },
  attachments: [card],
});

/** Posts the card to the chosen channel, which begins a thread. Skips closed tickets. */
async function begin(parts: PostTicketCardParts, ticket: Ticket, card: CardAttachment): Promise<PostedCard> {
  const channel = isOpen(ticket) ? await parts.channels.chosen() : null;
  if (channel === null) return { place: null, delivery: SENT };
  const target = { serviceUrl: channel.serviceUrl, conversationId: channel.id, replaces: null };
  const { delivery, id } = await parts.post(target, messageOf(card, channel));
  if (id === null) return { place: null, delivery: delivery.kind === "sent" ? UNNAMED : delivery };
  const thread = { channel: channel.id, card: id, face: faceOf(card), shownUpTo: ticket.transcript.upTo };
  await parts.threads.begin(ticket, thread);
  return { place: { thread, channel }, delivery };
}

/** Updates the card unless it looks the same. */
async function renew(
  parts: PostTicketCardParts,
  ticket: Ticket,
  card: CardAttachment,
  thread: Thread,
): Promise<PostedCard> {
  const channel = await parts.channels.find(thread.channel);
  if (channel === null) return { place: null, delivery: { kind: "refused", reason: "channel not known" } };
  const face = faceOf(card);
  if (thread.face === face) return { place: { thread, channel }, delivery: SENT };
  const { serviceUrl } = channel;
  const target = { serviceUrl, conversationId: threadId(thread), replaces: thread.card };
  const { delivery } = await parts.post(target, { ...messageOf(card, channel), id: thread.card });
  if (delivery.kind === "again" || delivery.kind === "refused")
    return { place: { thread, channel }, delivery };
  const renewed = { ...thread, face };
  await parts.threads.note(ticket, renewed);
  return { place: { thread: renewed, channel }, delivery };
}

/** Posts or updates the card of a ticket. Skips tickets in quarantine. */
export async function postTicketCard(parts: PostTicketCardParts, ticket: Ticket): Promise<PostedCard> {
  if (isQuarantined(ticket)) return { place: null, delivery: SENT };
  const card = await cardOf(parts, ticket);
  const thread = await parts.threads.of(ticket);
  return thread === null ? begin(parts, ticket, card) : renew(parts, ticket, card, thread);
}
