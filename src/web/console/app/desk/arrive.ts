import type { DeskEvent } from "../../../../desk/human-desk.ts";
import type { Frame } from "../wire/stream.ts";
import type { Colleague, LogEntry } from "../wire/shapes.ts";
import { lineAfter, lineOf } from "./lines.ts";
import { speakerOf } from "./speaker.ts";
import { type DeskState, type Talk, withTalk } from "./state.ts";

/** A frame of the stream: an event of the desk, or the first one that tells who works here. */
export type DeskFrame = DeskEvent | (Frame & { kind: "hello"; agents: Colleague[] });

/** how long somebody is shown as writing after a sign of it */
const typingMs = 6000;

/** The entries with more of them, in order and each once. */
export function joined(entries: readonly LogEntry[], more: readonly LogEntry[]): readonly LogEntry[] {
  const last = entries.at(-1)?.seq ?? 0;
  const fresh = more.filter(({ seq }) => seq > last);
  return fresh.length === 0 ? entries : [...entries, ...fresh];
}

const isMissing = (talk: Talk, entry: LogEntry): boolean => entry.seq > (talk.entries.at(-1)?.seq ?? 0) + 1;

function withEntry(state: DeskState, event: DeskEvent & { kind: "activity" }): DeskState {
  const { ticket, conversationId, entry } = event;
  const line = state.lines.get(ticket);
  const lines = line ? new Map(state.lines).set(ticket, lineAfter(line, entry)) : state.lines;
  const next = { ...state, lines };
  const talk = state.talks.get(conversationId);
  if (talk?.loaded !== "yes" || isMissing(talk, entry)) return next;
  const speaker = speakerOf(entry);
  const key = entry.activity.channelData?.["clientActivityID"];
  return withTalk(next, conversationId, ({ entries, sending, typing }) => ({
    entries: joined(entries, [entry]),
    sending: sending.filter(({ clientId, seq }) => clientId !== key && seq !== entry.seq),
    typing: {
      person: speaker === "person" ? 0 : typing.person,
      agent: speaker === "agent" ? null : typing.agent,
    },
  }));
}

/** The state after a frame of the stream, at a time in milliseconds since 1970. */
export function arrived(state: DeskState, frame: DeskFrame, now: number): DeskState {
  switch (frame.kind) {
    case "hello":
      return { ...state, agents: frame.agents };
    case "ticket": {
      const { ticket } = frame;
      const lines = new Map(state.lines).set(ticket.number, lineOf(ticket, state.lines.get(ticket.number)));
      const detail = state.details.get(ticket.number);
      const details = detail
        ? new Map(state.details).set(ticket.number, { ...detail, ticket })
        : state.details;
      return { ...state, lines, details };
    }
    case "activity":
      return withEntry(state, frame);
    case "typing": {
      if (frame.who === "agent" && frame.agent === state.me.id) return state;
      const until = now + typingMs;
      const name = state.agents.find(({ id }) => id === frame.agent)?.firstName ?? "";
      return withTalk(state, frame.conversationId, ({ typing }) => ({
        typing: frame.who === "person" ? { ...typing, person: until } : { ...typing, agent: { name, until } },
      }));
    }
    case "read": {
      const next = withTalk(state, frame.conversationId, ({ readUpTo }) => ({
        readUpTo: { ...readUpTo, [frame.who]: Math.max(readUpTo[frame.who], frame.upTo) },
      }));
      const line = state.lines.get(frame.ticket);
      if (frame.who === "person" || !line || line.unread === 0) return next;
      return { ...next, lines: new Map(state.lines).set(frame.ticket, { ...line, unread: 0 }) };
    }
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

/** Tells whether the talk of an entry has a hole before it, so that what is missing must be asked for. */
export function hasHole(state: DeskState, frame: DeskFrame): boolean {
  if (frame.kind !== "activity") return false;
  const talk = state.talks.get(frame.conversationId);
  return talk?.loaded === "yes" && isMissing(talk, frame.entry);
}
