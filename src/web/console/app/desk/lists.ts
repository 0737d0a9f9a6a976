import { ticketFacts, ticketTitle } from "../../../../api/schemas/ticket-title.ts";
import type { LogEntry, ReplyBody, Ticket, TicketLine } from "../api/schemas.ts";
import { type DeskState, entrySpeaker, type Fetched, type List, lists } from "./state.ts";
import { belongs } from "./view-lines.ts";

const snippetLength = 140;

const unheard = { place: null, expectedMs: null, lastText: null, lastFrom: null, lastAt: null, unread: 0 };

/** The line of a ticket in a list; what the ticket does not say is kept from the line before. */
export const lineOf = (ticket: Ticket, before: TicketLine | undefined): TicketLine => ({
  ...unheard,
  ...before,
  ...ticketFacts(ticket),
  ...ticketTitle(ticket),
});

/** The line after something was said in its conversation. */
export function lineAfter(line: TicketLine, entry: LogEntry): TicketLine {
  const speaker = entrySpeaker(entry);
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

/** What the desk told of a list: some pages of it, one after the other. */
export type Pages = Pick<ReplyBody<"TicketPage">, "tickets" | "next" | "total">;

/** Tells whether a ticket stands in the part of a list that was fetched. Where the desk alone knows the order it tells that soon. */
function isInReach({ next }: Fetched, list: List, { number }: TicketLine): boolean {
  if (next === null) return true;
  return list !== "waiting" && number > Number(next);
}

const isMissing = (state: DeskState, list: List, line: TicketLine): boolean => {
  const fetched = state.lists[list];
  if (!fetched.loaded || fetched.numbers.has(line.number)) return false;
  return belongs[list](line, state.me) && isInReach(fetched, list, line);
};

/** The state with the line of a ticket as it is by now, in every list where it belongs. */
export function withLine(state: DeskState, line: TicketLine): DeskState {
  const changed = lists
    .filter((list) => isMissing(state, list, line))
    .map((list) => {
      const fetched = state.lists[list];
      return [list, { ...fetched, numbers: new Set(fetched.numbers).add(line.number) }];
    });
  return {
    ...state,
    lines: new Map(state.lines).set(line.number, line),
    lists: changed.length === 0 ? state.lists : { ...state.lists, ...Object.fromEntries(changed) },
  };
}

/** The newer of what is known of a ticket and what was told, with the place that was told. */
const newer = (known: TicketLine | undefined, told: TicketLine): TicketLine =>
  known === undefined || known.revision <= told.revision
    ? told
    : { ...known, place: told.place, expectedMs: told.expectedMs };

/**
 * The state with pages of a list: the next ones, or all of them anew (`since` is then what was known of the tickets when
 * they were asked for). Of a list that is fetched anew only those rows stay beside it that changed meanwhile.
 */
export function withPages(
  state: DeskState,
  list: List,
  { tickets, next, total }: Pages,
  since: DeskState["lines"] | null,
): DeskState {
  const lines = new Map(state.lines);
  for (const line of tickets) lines.set(line.number, newer(lines.get(line.number), line));
  const before = state.lists[list];
  const kept = [...before.numbers].filter(
    (number) => since === null || state.lines.get(number) !== since.get(number),
  );
  const numbers = new Set([...kept, ...tickets.map(({ number }) => number)]);
  const place = tickets.at(-1)?.place ?? (since === null ? numbers.size : tickets.length);
  const fetched: Fetched = {
    loaded: true,
    numbers,
    wanted: since === null ? Math.max(before.wanted, numbers.size) : before.wanted,
    next,
    behind: next === null || total === null ? 0 : Math.max(0, total - place),
  };
  return { ...state, lines, lists: { ...state.lists, [list]: fetched } };
}
