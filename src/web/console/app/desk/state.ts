import { useSyncExternalStore } from "react";
import type { StreamState } from "../api/request.ts";
import type {
  Activity,
  Colleague,
  LogEntry,
  MeReply,
  Team,
  TicketLine,
  TicketReply,
} from "../api/schemas.ts";

/** A value that changes, and whoever looks on. */
export interface Signal<Value> {
  get(): Value;
  change(next: (value: Value) => Value): void;
  listen(listener: () => void): () => void;
}

/** Makes a cell. */
export function makeSignal<Value>(first: Value): Signal<Value> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    change: (next) => {
      const changed = next(value);
      if (Object.is(changed, value)) return;
      value = changed;
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** A part of a cell's value; the component is drawn anew when that part changes. `look` must give the same for the same. */
export const useSignal = <Value, Part>(cell: Signal<Value>, look: (value: Value) => Part): Part =>
  useSyncExternalStore(cell.listen, () => look(cell.get()));

/** Who said an entry, or what else it is; "silent" is nothing for a reader. */
export type Speaker = "person" | "bot" | "agent" | "note" | "notice" | "silent";

/** What the desk tells both sides: somebody joined, the ticket went back to the queue. */
export interface Notice {
  notice: string;
  ticket?: number;
  agent?: { name?: string };
}

const fields = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** The notice that an activity is, or null. */
export function entryNotice({ channelData }: Activity): Notice | null {
  const told = fields(channelData?.["desk"]);
  return typeof told["notice"] === "string" ? (told as unknown as Notice) : null;
}

/** The agent who an activity is from, or null. */
export function entryAgent({ channelData }: Activity): { id: string; name: string } | null {
  const { id, name } = fields(channelData?.["agent"]);
  return typeof id === "string" ? { id, name: typeof name === "string" ? name : "" } : null;
}

/** Tells who said an entry. */
export function entrySpeaker({ activity, audience }: LogEntry): Speaker {
  if (activity.type !== "message") return "silent";
  if (activity.channelData?.["note"] === true) return "note";
  if (entryNotice(activity)) return "notice";
  if (entryAgent(activity)) return "agent";
  if (activity.from?.role === "user") return "person";
  return audience === "desk" ? "silent" : "bot";
}

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
export interface ConversationView {
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
  me: MeReply;
  line: StreamState;
  agents: readonly Colleague[];
  teams: readonly Team[];
  lines: ReadonlyMap<number, TicketLine>;
  lists: Readonly<Record<List, Fetched>>;
  details: ReadonlyMap<number, TicketReply>;
  conversations: ReadonlyMap<string, ConversationView>;
}

/** A conversation that nothing is known of yet. */
export const unknownConversation: ConversationView = {
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
export const stateAtFirst = (me: MeReply): DeskState => ({
  me,
  line: "connecting",
  agents: [],
  teams: [],
  lines: new Map(),
  lists: { waiting: unseen, mine: whole, all: unseen, resolved: unseen, quarantined: unseen, held: whole },
  details: new Map(),
  conversations: new Map(),
});

/** The state with one conversation changed. */
export function withConversation(
  state: DeskState,
  id: string,
  change: (conversation: ConversationView) => Partial<ConversationView>,
): DeskState {
  const conversation = state.conversations.get(id) ?? unknownConversation;
  return {
    ...state,
    conversations: new Map(state.conversations).set(id, { ...conversation, ...change(conversation) }),
  };
}
