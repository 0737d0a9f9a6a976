import { z } from "zod";
import type { AuditAction } from "../../audit/audit-entry.ts";
import type { CardAttachment } from "../../bot/rendering/cards.ts";
import type { Store } from "../../store/store.ts";
import type { Actor, HumanDesk, MoveRefused, MoveResult } from "../../tickets/human-desk.ts";
import { ticketName } from "../../tickets/ticket.ts";
import { readSubmittedCard } from "../cards/elements.ts";
import type { IncomingActivity } from "../incoming-activity.ts";
import { type ChannelAgents, channelOf } from "./agents.ts";
import type { Threads } from "./channels.ts";
import { agentDisplayName, type CardParts, cardOf } from "./ticket-post.ts";

/** What an agent is told whose move was not made. */
export async function rejectionMessage(
  { accounts, words }: Pick<CardParts, "accounts" | "words">,
  ticket: number,
  refused: MoveRefused,
): Promise<string> {
  const number = ticketName(ticket);
  if (refused.refused === "closed") return words("support-channel.closed", { number });
  if (refused.refused === "unknown" || refused.refused === "not-waiting" || refused.refused === "no-address")
    return words("support-channel.unknown", { number });
  const name = await agentDisplayName(accounts, refused.by);
  return name === null
    ? words("support-channel.nobody-has-it", { number })
    : words("support-channel.taken", { number, name });
}

interface AdoptParts {
  store: Pick<Store, "ticket" | "conversation">;
  threads: Pick<Threads, "of" | "begin" | "ticketAt">;
}

/**
 * Makes the thread under the card on which somebody pressed a button the thread of its ticket. So a card of which the
 * channel never told the id, or which came twice, is the one on which its people go on. The thread of another ticket
 * stays that.
 */
async function adopt(
  { store, threads }: AdoptParts,
  number: number,
  activity: IncomingActivity,
): Promise<void> {
  const ticket = await store.ticket(number);
  const channel = channelOf(activity);
  const card = /;messageid=(.+)$/.exec(activity.conversation.id)?.[1];
  if (ticket === undefined || channel === null || card === undefined) return;
  if ((await store.conversation(ticket.conversationId)) === "erased") return;
  const other = await threads.ticketAt(activity.conversation.id);
  if (other !== null && other !== number) return;
  const known = await threads.of(ticket);
  if (known?.card === card && known.channel === channel.id) return;
  const shownUpTo = known?.shownUpTo ?? ticket.transcript.upTo;
  await threads.begin(ticket, { channel: channel.id, card, face: "", shownUpTo });
}

const Verb = z.enum(["claim", "resolve", "return"]);
const Press = z.object({ verb: Verb, ticket: z.number().int().positive() });
type Press = z.infer<typeof Press>;

export interface CardActionParts extends CardParts, AdoptParts {
  human: Pick<HumanDesk, "claim" | "resolve" | "ticket">;
  agents: ChannelAgents;
}

/** What whoever pressed sees then: the card as it is now, or why nothing was done. */
export type ActionResponse = { card: CardAttachment } | { told: string };

/** Reads a pressed button of a ticket's card; null for anything else. */
export const readCardAction = (activity: IncomingActivity): Press | null =>
  Press.safeParse(readSubmittedCard(activity)?.value).data ?? null;

/** where the conversation goes from here */
const onward = { claim: null, resolve: "done", return: "continue" } as const;

function move({ human, words }: CardActionParts, { verb, ticket }: Press, actor: Actor): Promise<MoveResult> {
  const goesOn = onward[verb];
  return goesOn === null
    ? human.claim(ticket, actor)
    : human.resolve(ticket, actor, words("support-channel.outcome"), goesOn);
}

/** What the audit log says of a press. */
function actionOf({ verb, ticket }: Press): [AuditAction, Record<string, string>] {
  const number = String(ticket);
  const goesOn = onward[verb];
  return goesOn === null ? ["ticket claimed", { number }] : ["ticket resolved", { number, onward: goesOn }];
}

/** Does what a button says for whoever pressed it, if they may. Who comes too late sees on the card who has the ticket. */
export async function handleCardAction(
  parts: CardActionParts,
  pressed: Press,
  activity: IncomingActivity,
): Promise<ActionResponse> {
  const { agents, human, words } = parts;
  const number = String(pressed.ticket);
  const actor = await agents.find(activity, { number, tried: pressed.verb });
  if (actor === null) return { told: words("support-channel.stranger") };
  await adopt(parts, pressed.ticket, activity);
  const moved = await move(parts, pressed, actor);
  if ("ticket" in moved) {
    await agents.did(actor, ...actionOf(pressed));
    return { card: await cardOf(parts, moved.ticket) };
  }
  const ticket = await human.ticket(pressed.ticket);
  const isLate = moved.refused === "taken" || moved.refused === "closed";
  return ticket !== undefined && isLate
    ? { card: await cardOf(parts, ticket) }
    : { told: await rejectionMessage(parts, pressed.ticket, moved) };
}
