import { headline } from "../../../desk/headline.ts";
import { lineFacts } from "../../../desk/line-facts.ts";
import type { LogEntry, Ticket, TicketLine } from "../wire/shapes.ts";
import { speakerOf } from "./speaker.ts";

const snippetLength = 140;

const unheard = { place: null, expectedMs: null, lastText: null, lastFrom: null, lastAt: null, unread: 0 };

/** The line of a ticket in a list; what the ticket does not say is kept from the line before. */
export const lineOf = (ticket: Ticket, before: TicketLine | undefined): TicketLine => ({
  ...unheard,
  ...before,
  ...lineFacts(ticket),
  ...headline(ticket),
});

/** The line after something was said in its talk. */
export function lineAfter(line: TicketLine, entry: LogEntry): TicketLine {
  const speaker = speakerOf(entry);
  if (speaker === "silent" || speaker === "notice" || speaker === "note" || speaker === "bot") return line;
  if (entry.activity.value !== undefined) return { ...line, unread: line.unread + 1 };
  const text = entry.activity.text ?? "";
  return {
    ...line,
    lastText: text.slice(0, snippetLength),
    lastFrom: speaker,
    lastAt: entry.at,
    unread: speaker === "person" ? line.unread + 1 : line.unread,
  };
}
