import type { Delivery } from "../../../outbox/delivery.ts";
import type { Activity } from "../../../store/activity.ts";
import { isOpen, isQuarantined, type Ticket } from "../../../store/ticket.ts";
import type { CardAttachment } from "../cards/elements.ts";
import type { Channel, Channels } from "./channels.ts";
import { type CardParts, cardOf, faceOf } from "./face.ts";
import type { Post } from "./post.ts";
import { type Thread, type Threads, threadId } from "./threads.ts";

export interface BringCardParts extends CardParts {
  channels: Pick<Channels, "chosen" | "find">;
  threads: Pick<Threads, "of" | "begin" | "note">;
  post: Post;
}

/** The thread under the card, in its channel; null while there is none. */
export interface Brought {
  place: { thread: Thread; channel: Channel } | null;
  delivery: Delivery;
}

const SENT: Delivery = { kind: "sent" };
const UNNAMED: Delivery = { kind: "unconfirmed", reason: "answered without an id" };

const messageOf = (card: CardAttachment, { bot }: Channel): Activity => ({
  type: "message",
  from: { id: bot },
  attachments: [card],
});

/** Puts the card into the chosen channel, where it begins a thread. What is closed already comes to no channel any more. */
async function begin(parts: BringCardParts, ticket: Ticket, card: CardAttachment): Promise<Brought> {
  const channel = isOpen(ticket) ? await parts.channels.chosen() : null;
  if (channel === null) return { place: null, delivery: SENT };
  const target = { serviceUrl: channel.serviceUrl, conversationId: channel.id, replaces: null };
  const { delivery, id } = await parts.post(target, messageOf(card, channel));
  if (id === null) return { place: null, delivery: delivery.kind === "sent" ? UNNAMED : delivery };
  const thread = { channel: channel.id, card: id, face: faceOf(card), shownUpTo: ticket.transcript.upTo };
  await parts.threads.begin(ticket, thread);
  return { place: { thread, channel }, delivery };
}

/** Shows the card anew where it is, unless it looks the same. */
async function renew(
  parts: BringCardParts,
  ticket: Ticket,
  card: CardAttachment,
  thread: Thread,
): Promise<Brought> {
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

/** Brings the card of a ticket up to what the ticket is by now; one that waits in quarantine is not shown. */
export async function bringCard(parts: BringCardParts, ticket: Ticket): Promise<Brought> {
  if (isQuarantined(ticket)) return { place: null, delivery: SENT };
  const card = await cardOf(parts, ticket);
  const thread = await parts.threads.of(ticket);
  return thread === null ? begin(parts, ticket, card) : renew(parts, ticket, card, thread);
}
