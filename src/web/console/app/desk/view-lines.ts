import type { MeReply, TicketLine } from "../api/schemas.ts";
import type { DeskState, List, View } from "./state.ts";

/** Returns whether a ticket is in the queue. */
export const isWaiting = ({ state }: Pick<TicketLine, "state">): boolean =>
  state.kind === "queued" || state.kind === "reopened";

/** Returns the id of the assignee; null when the bot serves the person. */
export const speaksFor = ({ state }: Pick<TicketLine, "state">): string | null =>
  state.kind === "claimed" || state.kind === "waiting" ? state.by : null;

/** Returns whether a ticket is closed. */
export const isClosed = ({ state }: Pick<TicketLine, "state">): boolean =>
  state.kind === "resolved" || state.kind === "expired";

/** Returns whether a ticket is in quarantine. */
export const isInQuarantine = ({ state }: Pick<TicketLine, "state">): boolean => state.kind === "quarantined";

/** Membership test of each list. */
export const belongs: Record<List, (line: TicketLine, me: MeReply) => boolean> = {
  waiting: isWaiting,
  mine: (line, me) => speaksFor(line) === me.id,
  all: () => true,
  resolved: isClosed,
  quarantined: isInQuarantine,
  held: (line) => speaksFor(line) !== null,
};

const placeOf = ({ place, number }: TicketLine): number => place ?? 1_000_000 + number;
const calm = ({ distress, state }: TicketLine): number =>
  distress !== null && state.kind === "claimed" ? 0 : 1;
const owes = ({ state }: TicketLine): number => (state.kind === "claimed" ? 0 : 1);
const since = ({ state }: TicketLine): number => Date.parse(state.since);

const before: Record<View, (one: TicketLine, other: TicketLine) => number> = {
  waiting: (one, other) => placeOf(one) - placeOf(other),
  mine: (one, other) => calm(one) - calm(other) || owes(one) - owes(other) || since(one) - since(other),
  all: (one, other) => other.number - one.number,
  resolved: (one, other) => other.number - one.number,
  quarantined: (one, other) => other.number - one.number,
};

type Known = Pick<DeskState, "lines" | "lists" | "me">;

/** Returns the loaded tickets of a list; before it is loaded, the known ones. */
export function rowsOf({ lines, lists, me }: Known, list: List): TicketLine[] {
  const { loaded, numbers } = lists[list];
  const known = loaded ? [...numbers].flatMap((number) => lines.get(number) ?? []) : [...lines.values()];
  return known.filter((line) => belongs[list](line, me));
}

/** Returns the sorted lines of a view. */
export const viewLines = (known: Known, view: View): TicketLine[] => rowsOf(known, view).sort(before[view]);

/** Counts waiting, quarantined and own tickets, and own ones with an unanswered message. */
export function counts(known: Known): { waiting: number; quarantined: number; mine: number; owed: number } {
  const mine = rowsOf(known, "mine");
  return {
    waiting: rowsOf(known, "waiting").length + known.lists.waiting.behind,
    quarantined: rowsOf(known, "quarantined").length + known.lists.quarantined.behind,
    mine: mine.length,
    owed: mine.filter(({ state }) => state.kind === "claimed").length,
  };
}
