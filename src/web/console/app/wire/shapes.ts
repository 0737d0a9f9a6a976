import type { Presence } from "../../../../desk/human-desk.ts";
import type { Activity } from "../../../../store/activity.ts";
import type { LogEntry } from "../../../../store/records.ts";
import type { Onward, Priority, Ticket, TicketState } from "../../../../store/ticket.ts";

export type { Activity, LogEntry, Onward, Presence, Priority, Ticket, TicketState };

export type Role = "agent" | "supervisor" | "owner";

export interface Me {
  id: string;
  email: string;
  name: string;
  firstName: string;
  role: Role;
  teams: string[];
  presence: Presence;
}

export interface Colleague {
  id: string;
  name: string;
  firstName: string;
  email?: string;
  role: Role;
  teams: string[];
  presence: Presence;
  load: number;
}

export interface TicketLine {
  number: number;
  conversationId: string;
  channel: string;
  language: string;
  openedAt: string;
  state: TicketState;
  priority: Priority;
  team: string | null;
  tags: string[];
  goal: string;
  topic: string | null;
  promise: Ticket["promise"];
  place: number | null;
  expectedMs: number | null;
  lastText: string | null;
  lastFrom: "person" | "bot" | "agent" | "desk" | null;
  unread: number;
}

export interface TicketDetail {
  ticket: Ticket;
  place: number | null;
  expectedMs: number | null;
  others: TicketLine[];
  receipts: { id: string; at: string; reason: string | null; advised: string[]; accepted: string }[];
  agentNames: Record<string, string>;
}

export interface TalkPart {
  activities: LogEntry[];
  lastSeq: number;
  readUpTo: { person: number; agent: number };
}

export interface Canned {
  id: string;
  title: string;
  text: string;
  from: "guide" | "team";
}

export interface Hit {
  ticket: TicketLine;
  snippet: string;
  seq: number;
}

export interface Reports {
  csat: { count: number; average: number | null; byScore: Record<string, number> };
  solved: { count: number; yes: number; partly: number; no: number };
}
