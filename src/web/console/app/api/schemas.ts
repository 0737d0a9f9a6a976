import type { z } from "zod";
import type {
  Agents,
  CheckedLink as CheckedLinkShape,
  Colleague,
  KeyLine,
  Me as MeShape,
  OpenInvitation,
  OpenLink,
  Presence as PresenceShape,
  Role,
  SignedInAt,
  SignedIn as SignedInShape,
  Team,
} from "../../../../api/schemas/accounts.ts";
import type { Device, StreamFrame } from "../../../../api/schemas/conversations.ts";
import type { ErasedPerson, FoundTalk } from "../../../../api/schemas/people-data.ts";
import type {
  CannedReply,
  QuarantinePage,
  Reports,
  SearchPage,
  TicketLine,
} from "../../../../api/schemas/tickets.ts";
import type { Activity, LogEntry, Receipt } from "../../../../store/records.ts";
import type { Onward, Priority, Ticket } from "../../../../store/ticket.ts";
import type { Suspicion } from "../../../../tickets/suspect-addresses.ts";

export type {
  Activity,
  CannedReply,
  Colleague,
  Device,
  ErasedPerson,
  FoundTalk,
  KeyLine,
  LogEntry,
  Onward,
  OpenInvitation,
  OpenLink,
  Priority,
  QuarantinePage,
  Receipt,
  Reports,
  Role,
  SignedInAt,
  StreamFrame,
  Team,
  Ticket,
  TicketLine,
};
export type Me = z.infer<typeof MeShape>;
export type SignedIn = z.infer<typeof SignedInShape>;
export type CheckedLink = z.infer<typeof CheckedLinkShape>;
export type Presence = z.infer<typeof PresenceShape>;
export type People = z.infer<typeof Agents>;
export type Found = z.infer<typeof SearchPage>;

/** A ticket with what belongs to it. */
export interface TicketDetail {
  ticket: Ticket;
  place: number | null;
  expectedMs: number | null;
  suspectAddress: Suspicion | null;
  others: TicketLine[];
  receipts: Receipt[];
  agentNames: Record<string, string>;
}

/** A part of a talk. */
export interface TalkPart {
  activities: LogEntry[];
  more: boolean;
  lastSeq: number;
  readUpTo: { person: number; agent: number };
}

/** A line of the audit log. */
export interface AuditLine {
  seq: number;
  at: string;
  who: { kind: "agent"; id: string } | { kind: "person" | "operator" | "desk" };
  from: string | null;
  what: string;
  about: Record<string, string>;
}
