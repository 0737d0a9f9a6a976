import { randomUUID } from "node:crypto";
import type { TicketMove } from "../../store/port.ts";
import type { Onward, Ticket } from "../../store/ticket.ts";
import type { QueueLine } from "../human-desk.ts";
import { ticketName } from "../ticket.ts";

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
  value: { ticket: number; onward?: Onward },
): Saying => ({
  audience: "desk",
  activity: { type: "event", id: randomUUID(), name, from: desk, value },
  needsTurn: true,
});

/** A ticket's place in the queue, for the person's screen. It is in no log. */
export const placeInQueue = ({ ticket, place, expectedMs }: QueueLine) => ({
  type: "event",
  name: "desk.queue",
  from: desk,
  value: { ticket: ticket.number, place, expectedMs },
});
