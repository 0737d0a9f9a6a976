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

/** An observable value. */
export interface Signal<Value> {
  get(): Value;
  change(next: (value: Value) => Value): void;
  listen(listener: () => void): () => void;
}

/** Makes a signal. */
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

/** Subscribes a component to a part of a signal. `look` must return the same value for the same input. */
export const useSignal = <Value, Part>(signal: Signal<Value>, look: (value: Value) => Part): Part =>
  useSyncExternalStore(signal.listen, () => look(signal.get()));

/** Sender or kind of an entry; "silent" is hidden. */
export type Speaker = "person" | "bot" | "agent" | "note" | "notice" | "silent";

/** System message for both sides, such as that an agent joined. */
export interface Notice {
  notice: string;
  ticket?: number;
  agent?: { name?: string };
}

const fields = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** Returns the system message in an activity, or null. */
export function entryNotice({ channelData }: Activity): Notice | null {
  const deskFields = fields(channelData?.["desk"]);
  return typeof deskFields["notice"] === "string" ? (deskFields as unknown as Notice) : null;
}

/** Returns the agent who sent an activity, or null. */
export function entryAgent({ channelData }: Activity): { id: string; name: string } | null {
  const { id, name } = fields(channelData?.["agent"]);
  return typeof id === "string" ? { id, name: typeof name === "string" ? name : "" } : null;
}

/** Returns the speaker of an entry. */
export function entrySpeaker({ activity, audience }: LogEntry): Speaker {
  if (activity.type !== "message") return "silent";
  if (activity.channelData?.["note"] === true) return "note";
  if (entryNotice(activity)) return "notice";
  if (entryAgent(activity)) return "agent";
  if (activity.from?.role === "user") return "person";
  return audience === "desk" ? "silent" : "bot";
}

/** Views of the ticket list. */
export const views = ["waiting", "mine", "all", "resolved", "quarantined"] as const;
export type View = (typeof views)[number];

/** All loaded lists: the views, and all claimed tickets for the team page. */
export const lists = [...views, "held"] as const;
export type List = (typeof lists)[number];

/** Loaded part of a list. */
export interface Fetched {
  loaded: boolean;
  /** tickets of the loaded pages; rows are those that still belong to the list */
  numbers: ReadonlySet<number>;
  /** minimum number of rows of a reload */
  wanted: number;
  /** start of the next page; null: fully loaded */
  next: string | null;
  /** number of tickets after the loaded ones, where counted */
  behind: number;
}

/** A message on its way to the desk. */
export interface Sending {
  clientId: string;
  kind: "reply" | "note";
  ticket: number;
  text: string;
  at: string;
  state: "sending" | "waiting" | "failed" | "taken";
  /** sequence number that the desk assigned */
  seq: number | null;
}

/** Loaded part of a conversation. */
export interface ConversationView {
  entries: readonly LogEntry[];
  readUpTo: { person: number; agent: number };
  /** end of each typing indicator, in milliseconds since 1970 */
  typing: { person: number; agent: { name: string; until: number } | null };
  sending: readonly Sending[];
  /** "refused": the conversation belongs to another agent */
  loaded: "no" | "yes" | "refused";
}

/** State of the console; immutable. */
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

/** Initial state of a conversation. */
export const unknownConversation: ConversationView = {
  entries: [],
  readUpTo: { person: 0, agent: 0 },
  typing: { person: 0, agent: null },
  sending: [],
  loaded: "no",
};

/** rows per page */
export const perPage = 200;

const unseen: Fetched = { loaded: false, numbers: new Set(), wanted: perPage, next: null, behind: 0 };
/**
 * the agent's tickets and all claimed ones are loaded completely, because they are counted and sorted here
 */
const whole: Fetched = { ...unseen, wanted: Infinity };

/** Returns the state after sign-in. */
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

/** Returns the state with one conversation changed. */
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
