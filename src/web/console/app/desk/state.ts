import type { Colleague, LogEntry, Me, Team, TicketDetail, TicketLine } from "../wire/shapes.ts";
import type { LineState } from "../wire/stream.ts";

/** A list of tickets that an agent can look at. */
export const views = ["waiting", "mine", "all", "resolved", "quarantined"] as const;
export type View = (typeof views)[number];

/** The same, and what everybody has, which the team's page shows. */
export const lists = [...views, "held"] as const;
export type List = (typeof lists)[number];

/** A list as far as it was fetched. */
export interface Fetched {
  loaded: boolean;
  /** the tickets of its pages so far; those that belong to it by now are its rows */
  numbers: ReadonlySet<number>;
  /** at least so many rows are fetched again when the list is */
  wanted: number;
  /** where the next page begins; null: this is all */
  next: string | null;
  /** how many tickets the list has behind these, where the desk counts */
  behind: number;
}

/** Something on its way to the desk, shown before the desk has it. */
export interface Sending {
  clientId: string;
  kind: "reply" | "note";
  ticket: number;
  text: string;
  at: string;
  state: "sending" | "waiting" | "failed" | "taken";
  /** where the desk put it */
  seq: number | null;
}

/** A talk as far as this console knows it. */
export interface Talk {
  entries: readonly LogEntry[];
  readUpTo: { person: number; agent: number };
  /** until when each is shown as writing, in milliseconds since 1970 */
  typing: { person: number; agent: { name: string; until: number } | null };
  sending: readonly Sending[];
  /** "refused": somebody else's talk */
  loaded: "no" | "yes" | "refused";
}

/** Everything the console knows, changed only by replacing it. */
export interface DeskState {
  me: Me;
  line: LineState;
  agents: readonly Colleague[];
  teams: readonly Team[];
  lines: ReadonlyMap<number, TicketLine>;
  lists: Readonly<Record<List, Fetched>>;
  details: ReadonlyMap<number, TicketDetail>;
  talks: ReadonlyMap<string, Talk>;
}

/** A talk that nothing is known of yet. */
export const unknownTalk: Talk = {
  entries: [],
  readUpTo: { person: 0, agent: 0 },
  typing: { person: 0, agent: null },
  sending: [],
  loaded: "no",
};

/** rows of a page */
export const perPage = 200;

const unseen: Fetched = { loaded: false, numbers: new Set(), wanted: perPage, next: null, behind: 0 };
/** an agent's own tickets, and what everybody has, are fetched whole: they are counted and sorted here */
const whole: Fetched = { ...unseen, wanted: Infinity };

/** What is known right after the sign-in. */
export const stateAtFirst = (me: Me): DeskState => ({
  me,
  line: "connecting",
  agents: [],
  teams: [],
  lines: new Map(),
  lists: { waiting: unseen, mine: whole, all: unseen, resolved: unseen, quarantined: unseen, held: whole },
  details: new Map(),
  talks: new Map(),
});

/** The state with one talk changed. */
export function withTalk(state: DeskState, id: string, change: (talk: Talk) => Partial<Talk>): DeskState {
  const talk = state.talks.get(id) ?? unknownTalk;
  return { ...state, talks: new Map(state.talks).set(id, { ...talk, ...change(talk) }) };
}
