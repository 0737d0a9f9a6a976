import { ticketFacts, ticketTitle } from "../../../../api/schemas/ticket-title.ts";
import type { LogEntry, ReplyBody, Ticket, TicketLine } from "../api/schemas.ts";
import { type DeskState, entrySpeaker, type Fetched, type List, lists } from "./state.ts";
import { belongs } from "./view-lines.ts";

const snippetLength = 140;

const unheard = { place: null, expectedMs: null, lastText: null, lastFrom: null, lastAt: null, unread: 0 };

/** Converts a ticket to a line; fields that the ticket lacks are kept from `before`. */
export const lineOf = (ticket: Ticket, before: TicketLine | undefined): TicketLine => ({
  ...unheard,
  ...before,
  ...ticketFacts(ticket),
  ...ticketTitle(ticket),
});

/** Updates a line after a log entry. */
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

/** Consecutive pages of a list. */
export type Pages = Pick<ReplyBody<"TicketPage">, "tickets" | "next" | "total">;

/**
 * Returns whether a ticket falls into the loaded part of a list. When only the desk knows the order, a reload
 * decides.
 */
function isInReach({ next }: Fetched, list: List, { number }: TicketLine): boolean {
  if (next === null) return true;
  return list !== "waiting" && number > Number(next);
}

const isMissing = (state: DeskState, list: List, line: TicketLine): boolean => {
  const fetched = state.lists[list];
  if (!fetched.loaded || fetched.numbers.has(line.number)) return false;
  return belongs[list](line, state.me) && isInReach(fetched, list, line);
};

/** Returns the state with an updated line, added to the lists it belongs to. */
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

/** Returns the newer revision of a line, with the reported queue position. */
const newer = (known: TicketLine | undefined, told: TicketLine): TicketLine =>
  known === undefined || known.revision <= told.revision
    ? told
    : { ...known, place: told.place, expectedMs: told.expectedMs };

/**
 * Returns the state with pages of a list: further ones, or a reload (`since`: the lines when it was requested). A reload
 * keeps other rows only if they changed meanwhile.
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
