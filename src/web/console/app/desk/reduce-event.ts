import type { LogEntry, StreamFrame } from "../api/schemas.ts";
import { lineAfter, lineOf, withLine } from "./lists.ts";
import { type ConversationView, type DeskState, entrySpeaker, withConversation } from "./state.ts";

/** duration of the typing indicator after a sign */
const typingMs = 6000;

/** Appends new entries, each once. */
export function appendEntries(entries: readonly LogEntry[], more: readonly LogEntry[]): readonly LogEntry[] {
  const last = entries.at(-1)?.seq ?? 0;
  const fresh = more.filter(({ seq }) => seq > last);
  return fresh.length === 0 ? entries : [...entries, ...fresh];
}

type Arrived<Kind extends StreamFrame["kind"]> = StreamFrame & { kind: Kind };

const isMissing = (conversation: ConversationView, seq: number): boolean =>
  seq > (conversation.entries.at(-1)?.seq ?? 0) + 1;

function withEntry(state: DeskState, frame: Arrived<"activity">): DeskState {
  const { ticket, conversationId } = frame;
  const entry = frame.entry as LogEntry;
  const line = state.lines.get(ticket);
  const lines = line ? new Map(state.lines).set(ticket, lineAfter(line, entry)) : state.lines;
  const next = { ...state, lines };
  const conversation = state.conversations.get(conversationId);
  if (conversation?.loaded !== "yes" || isMissing(conversation, entry.seq)) return next;
  const speaker = entrySpeaker(entry);
  const key = entry.activity.channelData?.["clientActivityID"];
  return withConversation(next, conversationId, ({ entries, sending, typing }) => ({
    entries: appendEntries(entries, [entry]),
    sending: sending.filter(({ clientId, seq }) => clientId !== key && seq !== entry.seq),
    typing: {
      person: speaker === "person" ? 0 : typing.person,
      agent: speaker === "agent" ? null : typing.agent,
    },
  }));
}

function withTicket(state: DeskState, { ticket, veiled }: Arrived<"ticket">): DeskState {
  const before = state.lines.get(ticket.number);
  if (before && before.revision > ticket.revision) return state;
  const details = new Map(state.details);
  const detail = details.get(ticket.number);
  if (veiled) details.delete(ticket.number);
  else if (detail) details.set(ticket.number, { ...detail, ticket });
  const next = { ...withLine(state, lineOf(ticket, veiled ? undefined : before)), details };
  const isRefused = state.conversations.get(ticket.conversationId)?.loaded === "refused";
  return isRefused && !veiled
    ? withConversation(next, ticket.conversationId, () => ({ loaded: "no" }))
    : next;
}

function withTyping(state: DeskState, frame: Arrived<"typing">, now: number): DeskState {
  if (frame.who === "agent" && frame.agent === state.me.id) return state;
  const until = now + typingMs;
  const name = state.agents.find(({ id }) => id === frame.agent)?.firstName ?? "";
  return withConversation(state, frame.conversationId, ({ typing }) => ({
    typing: frame.who === "person" ? { ...typing, person: until } : { ...typing, agent: { name, until } },
  }));
}

function withRead(state: DeskState, { conversationId, ticket, who, upTo }: Arrived<"read">): DeskState {
  const next = withConversation(state, conversationId, ({ readUpTo }) => ({
    readUpTo: { ...readUpTo, [who]: Math.max(readUpTo[who], upTo) },
  }));
  const line = state.lines.get(ticket);
  if (who === "person" || !line || line.unread === 0) return next;
  return { ...next, lines: new Map(state.lines).set(ticket, { ...line, unread: 0 }) };
}

/** Returns the state after a frame; `now` in milliseconds since 1970. */
export function reduceEvent(state: DeskState, frame: StreamFrame, now: number): DeskState {
  switch (frame.kind) {
    case "hello": {
      const { agents } = frame;
      const presence = agents.find(({ id }) => id === state.me.id)?.presence ?? state.me.presence;
      return { ...state, agents, me: { ...state.me, presence } };
    }
    case "reset":
      return state;
    case "ticket":
      return withTicket(state, frame);
    case "activity":
      return withEntry(state, frame);
    case "typing":
      return withTyping(state, frame, now);
    case "read":
      return withRead(state, frame);
    case "presence": {
      const { agent, presence } = frame;
      const me = agent === state.me.id ? { ...state.me, presence } : state.me;
      const agents = state.agents.map((one) => (one.id === agent ? { ...one, presence } : one));
      return { ...state, me, agents };
    }
    default:
      return frame satisfies never;
  }
}

/** Returns the conversation in which a frame reveals a gap, so that it must be reloaded; else null. */
export function holeIn(state: DeskState, frame: StreamFrame): string | null {
  if (frame.kind !== "activity") return null;
  const conversation = state.conversations.get(frame.conversationId);
  return conversation?.loaded === "yes" && isMissing(conversation, frame.entry.seq)
    ? frame.conversationId
    : null;
}
