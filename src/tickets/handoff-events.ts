import { randomUUID } from "node:crypto";
import type { Activity, OutboxEntry } from "../store/records.ts";
import type { TicketMove } from "../store/store.ts";
import { isOpen, isQuarantined, type Ticket, type TicketContinuation } from "../store/ticket.ts";
import type { Actor, QueueLine } from "./human-desk.ts";
import { ticketName } from "./ticket.ts";

/** Makes the outbox entry that announces a new ticket. All share one partition, so they stay in order. */
function announce({ network: _, ...ticket }: Ticket): OutboxEntry {
  return {
    id: `ticket-opened-${ticket.number}`,
    conversationId: ticket.conversationId,
    kind: "webhook",
    lane: "webhook",
    payload: { event: "ticket.opened", ticket: { name: ticketName(ticket.number), ...ticket } },
  };
}

/** Returns whether a ticket has not been announced, because it has been in quarantine since it was opened. */
const wasHeldBack = ({ audit }: Ticket): boolean =>
  audit[1]?.what === "quarantined" && !audit.some(({ what }) => what === "let-in" || what === "claimed");

/** Returns the announcement of a ticket that is new or leaves quarantine. */
export function announced(before: Ticket | null, after: Ticket): OutboxEntry[] {
  if (!isOpen(after) || isQuarantined(after)) return [];
  const isFreed = before?.number === after.number && isQuarantined(before) && wasHeldBack(before);
  return after.revision === 1 || isFreed ? [announce(after)] : [];
}

type Saying = TicketMove["says"][number];

const desk = { id: "desk", role: "bot" };

/** Makes the Bot Framework event that initiates a handoff (see `handoffStatus`). */
export const handoffInitiate = ({ number, goal, topic, language }: Ticket): Saying => ({
  audience: "everyone",
  activity: {
    type: "event",
    id: randomUUID(),
    name: "handoff.initiate",
    from: desk,
    value: { ticket: ticketName(number), goal, topic, language },
  },
});

/**
 * Makes the Bot Framework event for the handoff status:
 * https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human
 */
export const handoffStatus = (state: "accepted" | "completed" | "failed"): Saying => ({
  audience: "everyone",
  activity: { type: "event", id: randomUUID(), name: "handoff.status", from: desk, value: { state } },
});

/**
 * Makes the event that asks the client for a proof of work, which `GET …/conversations/<id>/challenge`
 * specifies.
 */
export const challenged = ({ number }: Ticket): Saying => ({
  audience: "everyone",
  activity: {
    type: "event",
    id: randomUUID(),
    name: "desk.challenge",
    from: desk,
    value: { ticket: ticketName(number) },
  },
});

/** Makes an event about a ticket for the bot, which starts a turn. */
export const botEvent = (
  name: "desk.returned" | "desk.promise-broken" | "desk.expired",
  value: { ticket: number; onward?: TicketContinuation },
): Saying => ({
  audience: "desk",
  activity: { type: "event", id: randomUUID(), name, from: desk, value },
  needsTurn: true,
});

/** Makes the ephemeral event with a queue position. */
export const queuePosition = ({ ticket, place, expectedMs }: QueueLine) => ({
  type: "event",
  name: "desk.queue",
  from: desk,
  value: { ticket: ticket.number, place, expectedMs },
});

/** Makes the sender of an agent's activity. People see the first name only. */
export const senderOf = ({ id, firstName }: Actor) => ({ id: `agent-${id}`, name: firstName, role: "bot" });

const agentData = ({ id, firstName }: Actor) => ({ agent: { id, name: firstName } });

/** Makes an agent's message to the person, in plain text. */
export const agentMessage = (actor: Actor, { text, channelData }: Activity): Activity => ({
  type: "message",
  id: randomUUID(),
  from: senderOf(actor),
  text: text ?? "",
  textFormat: "plain",
  channelData: { ...channelData, ...agentData(actor) },
});

/** Makes an agent's note, visible to staff only. */
export const agentNote = (
  actor: Actor,
  { text, channelData }: Pick<Activity, "text" | "channelData">,
): Activity => ({
  type: "message",
  id: randomUUID(),
  from: senderOf(actor),
  text: text ?? "",
  textFormat: "plain",
  channelData: { ...channelData, note: true, ...agentData(actor) },
});
