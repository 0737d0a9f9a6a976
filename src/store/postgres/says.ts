import type { Activity } from "../activity.ts";
import { checkActivity, checkMoment } from "../guard.ts";
import type { Audience, LogEntry, OutboxEntry } from "../records.ts";
import { isOpen, speakerOf, Ticket } from "../ticket.ts";
import { toColumn } from "./column.ts";
import type { EntryRow } from "./rows.ts";

interface Say {
  audience: Audience;
  activity: Activity;
  needsTurn?: boolean;
}

/** What is said, as the desk_ functions take it. */
interface SaidParameter {
  audience: Audience;
  activity: string;
  needsTurn: boolean;
}

/** What is said at a moment, as the desk_ functions take it. Throws for what could not be read back. */
export function saysParameter(at: string, says: readonly Say[]): { at: string; says: SaidParameter[] } {
  checkMoment(at);
  return {
    at,
    says: says.map(({ audience, activity, needsTurn = false }) => {
      checkActivity(activity);
      return { audience, activity: JSON.stringify(activity), needsTurn };
    }),
  };
}

/** The entries that were made of it, from seq `first` on. */
export const entriesFrom = (first: number, at: string, says: readonly Say[]): LogEntry[] =>
  says.map(({ audience, activity }, index) => ({ seq: first + index, at, audience, activity }));

/** The rows that were made of it, from seq `first` on. */
export const rowsFrom = (first: number, { at, says }: ReturnType<typeof saysParameter>): EntryRow[] =>
  says.map(({ audience, activity }, index) => ({ seq: first + index, at, audience, activity }));

/** Tickets as the desk_ functions take them. Throws for one that could not be read back, or is another conversation's. */
export const ticketsParameter = (conversationId: string, tickets: readonly Ticket[]): { body: string }[] =>
  tickets.map((given) => {
    const ticket = Ticket.parse(given);
    if (ticket.conversationId !== conversationId)
      throw new RangeError(`ticket ${ticket.number} belongs to another conversation`);
    const agent = speakerOf(ticket);
    return {
      number: ticket.number,
      revision: ticket.revision,
      open: isOpen(ticket),
      agent: agent === null ? null : toColumn(agent),
      body: JSON.stringify(ticket),
    };
  });

/** Outbox entries as the desk_ functions take them. */
export const outboxParameter = (outbox: readonly OutboxEntry[]): { body: string }[] =>
  outbox.map((entry) => ({
    id: toColumn(entry.id),
    kind: toColumn(entry.kind),
    lane: toColumn(entry.lane),
    body: JSON.stringify(entry),
  }));
