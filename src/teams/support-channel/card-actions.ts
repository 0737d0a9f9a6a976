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

/** Returns the message for an agent whose action was refused. */
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
 * Links the thread under a pressed card to its ticket. Covers a card whose id was never reported, or which was posted
 * twice. A thread of another ticket is not changed.
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

/** Response to a pressed button: the current card, or a message. */
export type ActionResponse = { card: CardAttachment } | { told: string };

/** Parses a pressed button of a ticket card; null for anything else. */
export const readCardAction = (activity: IncomingActivity): Press | null =>
  Press.safeParse(readSubmittedCard(activity)?.value).data ?? null;

/** what the conversation continues with after the action */
const onward = { claim: null, resolve: "done", return: "continue" } as const;

function move({ human, words }: CardActionParts, { verb, ticket }: Press, actor: Actor): Promise<MoveResult> {
  const goesOn = onward[verb];
  return goesOn === null
    ? human.claim(ticket, actor)
    : human.resolve(ticket, actor, words("support-channel.outcome"), goesOn);
}

/** Returns the audit action of a pressed button. */
function actionOf({ verb, ticket }: Press): [AuditAction, Record<string, string>] {
  const number = String(ticket);
  const goesOn = onward[verb];
  return goesOn === null ? ["ticket claimed", { number }] : ["ticket resolved", { number, onward: goesOn }];
}

/** Executes a pressed button if the sender may. A late press returns the card with the current assignee. */
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
