import type { Me, TicketLine } from "../wire/shapes.ts";
import type { DeskState, View } from "./state.ts";

/** Tells whether a ticket waits for somebody to take it. */
export const isWaiting = ({ state }: Pick<TicketLine, "state">): boolean =>
  state.kind === "queued" || state.kind === "reopened";

/** The id of the agent who speaks, or null when the bot does. */
export const speaksFor = ({ state }: Pick<TicketLine, "state">): string | null =>
  state.kind === "claimed" || state.kind === "waiting" ? state.by : null;

/** Tells whether a ticket is done with. */
export const isClosed = ({ state }: Pick<TicketLine, "state">): boolean =>
  state.kind === "resolved" || state.kind === "expired";

const belongs: Record<View, (line: TicketLine, me: Me) => boolean> = {
  waiting: isWaiting,
  mine: (line, me) => speaksFor(line) === me.id,
  all: () => true,
  resolved: isClosed,
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
};

/** The lines of a view, those first that an agent looks at first. */
export const viewLines = ({ lines, me }: Pick<DeskState, "lines" | "me">, view: View): TicketLine[] =>
  [...lines.values()].filter((line) => belongs[view](line, me)).sort(before[view]);

/** How many tickets wait, how many are the agent's own, and in how many of these somebody waits for a word. */
export function counts({ lines, me }: Pick<DeskState, "lines" | "me">): {
  waiting: number;
  mine: number;
  owed: number;
} {
  const all = [...lines.values()];
  const mine = all.filter((line) => belongs.mine(line, me));
  return {
    waiting: all.filter(isWaiting).length,
    mine: mine.length,
    owed: mine.filter(({ state }) => state.kind === "claimed").length,
  };
}
