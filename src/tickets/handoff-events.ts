import { randomUUID } from "node:crypto";
import type { Activity, OutboxEntry } from "../store/records.ts";
import type { TicketMove } from "../store/store.ts";
import { isOpen, isQuarantined, type Ticket, type TicketContinuation } from "../store/ticket.ts";
import type { Actor, QueueLine } from "./human-desk.ts";
import { ticketName } from "./ticket.ts";

/** What the outbox sends when a ticket is opened: the ticket, to whoever is to be told. All go down one lane, in order. */
function announce({ network: _, ...ticket }: Ticket): OutboxEntry {
  return {
    id: `ticket-opened-${ticket.number}`,
    conversationId: ticket.conversationId,
    kind: "webhook",
    lane: "webhook",
    payload: { event: "ticket.opened", ticket: { name: ticketName(ticket.number), ...ticket } },
  };
}

/** Whether nobody has been told of a ticket yet: it went into quarantine when it was opened, and is there still. */
const wasHeldBack = ({ audit }: Ticket): boolean =>
  audit[1]?.what === "quarantined" && !audit.some(({ what }) => what === "let-in" || what === "claimed");

/** What is announced with the next form of a ticket: a new one, or one that comes out of quarantine. */
export function announced(before: Ticket | null, after: Ticket): OutboxEntry[] {
  if (!isOpen(after) || isQuarantined(after)) return [];
  const isFreed = before?.number === after.number && isQuarantined(before) && wasHeldBack(before);
  return after.revision === 1 || isFreed ? [announce(after)] : [];
}

type Saying = TicketMove["says"][number];

const desk = { id: "desk", role: "bot" };

/** That a person was asked for, with what somebody who routes it needs, as Bot Framework names it (same page). */
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

/** How far a handover has come, as Bot Framework names it: https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human */
export const handoffStatus = (state: "accepted" | "completed" | "failed"): Saying => ({
  audience: "everyone",
  activity: { type: "event", id: randomUUID(), name: "handoff.status", from: desk, value: { state } },
});

/** That a ticket joins the queue once the person's program has done a proof of work: `GET …/conversations/<id>/challenge` gives it. */
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

/** What the bot is told about a ticket; its next turn acts on it. */
export const toldToBot = (
  name: "desk.returned" | "desk.promise-broken" | "desk.expired",
  value: { ticket: number; onward?: TicketContinuation },
): Saying => ({
  audience: "desk",
  activity: { type: "event", id: randomUUID(), name, from: desk, value },
  needsTurn: true,
});

/** A ticket's place in the queue, for the person's screen. It is in no log. */
export const queuePosition = ({ ticket, place, expectedMs }: QueueLine) => ({
  type: "event",
  name: "desk.queue",
  from: desk,
  value: { ticket: ticket.number, place, expectedMs },
});

/** An agent as the sender of an activity: their first name is all that people see. */
export const senderOf = ({ id, firstName }: Actor) => ({ id: `agent-${id}`, name: firstName, role: "bot" });

const agentData = ({ id, firstName }: Actor) => ({ agent: { id, name: firstName } });

/** What an agent says to the person, plain text under their own name. */
export const agentMessage = (actor: Actor, { text, channelData }: Activity): Activity => ({
  type: "message",
  id: randomUUID(),
  from: senderOf(actor),
  text: text ?? "",
  textFormat: "plain",
  channelData: { ...channelData, ...agentData(actor) },
});

/** What an agent notes for the desk's people alone. */
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
