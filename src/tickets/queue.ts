import { Priority, type Ticket } from "../store/ticket.ts";
import { isQueued } from "./transitions/wait-promise.ts";

/** The tickets that wait for somebody, who is next first: in distress or left by an agent, then by priority, by what was promised, by age. */
export function queueOrder(tickets: readonly Ticket[]): Ticket[] {
  return tickets
    .filter(isQueued)
    .map((ticket) => ({ ticket, rank: rankOf(ticket) }))
    .sort((one, other) => compare(one.rank, other.rank))
    .map(({ ticket }) => ticket);
}

/** What decides on the place of a ticket that is not there yet. */
export type NewTicketRank = Pick<Ticket, "priority" | "distress">;

/** The place, from 1, that a new ticket would get behind those of a queue. */
export const placeOfNew = (queue: readonly Ticket[], newcomer: NewTicketRank, now: Date): number => {
  const at = now.toISOString();
  const state = { kind: "queued" as const, since: at };
  const rank = rankOf({ ...newcomer, state, promise: null, openedAt: at, number: Infinity });
  return queue.filter((ticket) => compare(rankOf(ticket), rank) <= 0).length + 1;
};

/** Where a ticket stands in the queue by now, as text: what comes behind is found by it also once the ticket has left or has another place. */
export const queueMark = (ticket: Ticket): string =>
  rankOf(ticket)
    .map((value) => (value === Infinity ? "-" : value))
    .join(".");

/** What of a queue comes behind a mark; null when the text is none. */
export function behindMark(queue: readonly Ticket[], text: string): Ticket[] | null {
  if (!/^(\d+|-)(\.(\d+|-))*$/.test(text)) return null;
  const rank = text.split(".").map((value) => (value === "-" ? Infinity : Number(value)));
  const [first] = queue;
  if (first !== undefined && rankOf(first).length !== rank.length) return null;
  return queue.filter((ticket) => compare(rank, rankOf(ticket)) < 0);
}

type Ranked = NewTicketRank & Pick<Ticket, "state" | "promise" | "openedAt" | "number">;

function rankOf({ state, priority, distress, promise, openedAt, number }: Ranked): number[] {
  return [
    distress !== null || (state.kind === "queued" && state.ahead) ? 0 : 1,
    Priority.options.indexOf(priority),
    promise?.until ? Date.parse(promise.until) : Infinity,
    Date.parse(openedAt),
    number,
  ];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at === -1 ? 0 : (one[at] ?? 0) < (other[at] ?? 0) ? -1 : 1;
}
