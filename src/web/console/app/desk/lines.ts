import type { LogEntry, Ticket, TicketLine } from "../wire/shapes.ts";
import { speakerOf } from "./speaker.ts";

const snippetLength = 140;

/** The line of a ticket in a list; what the ticket does not say is kept from the line before. */
export const lineOf = (ticket: Ticket, before: TicketLine | undefined): TicketLine => ({
  number: ticket.number,
  conversationId: ticket.conversationId,
  channel: ticket.channel,
  language: ticket.language,
  openedAt: ticket.openedAt,
  state: ticket.state,
  priority: ticket.priority,
  team: ticket.team,
  tags: ticket.tags,
  goal: ticket.goal,
  topic: ticket.topic,
  promise: ticket.promise,
  place: before?.place ?? null,
  expectedMs: before?.expectedMs ?? null,
  lastText: before?.lastText ?? null,
  lastFrom: before?.lastFrom ?? null,
  unread: before?.unread ?? 0,
});

/** The line after something was said in its talk. */
export function lineAfter(line: TicketLine, entry: LogEntry): TicketLine {
  const speaker = speakerOf(entry);
  if (speaker === "silent" || speaker === "notice" || speaker === "note") return line;
  const text = entry.activity.text ?? "";
  return {
    ...line,
    lastText: text.slice(0, snippetLength),
    lastFrom: speaker,
    unread: speaker === "person" ? line.unread + 1 : line.unread,
  };
}
