import type { z } from "zod";
import type {
  AgentList,
  CheckedLink as CheckedLinkShape,
  Colleague,
  KeyLine,
  Me as MeShape,
  OpenInvitation,
  OpenLink,
  AgentPresence as PresenceShape,
  Role,
  SignedInAt,
  SignedIn as SignedInShape,
  Team,
} from "../../../../api/schemas/accounts.ts";
import type { Device, StreamFrame } from "../../../../api/schemas/conversations.ts";
import type { ErasedPerson, FoundConversation } from "../../../../api/schemas/people-data.ts";
import type {
  Activity,
  CannedReply,
  LogEntry,
  Priority,
  QuarantinePage,
  Receipt,
  Reports,
  SearchPage,
  Suspicion,
  Ticket,
  TicketContinuation,
  TicketLine,
} from "../../../../api/schemas/tickets.ts";

export type {
  Activity,
  CannedReply,
  Colleague,
  Device,
  ErasedPerson,
  FoundConversation,
  KeyLine,
  LogEntry,
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
  TicketContinuation,
  TicketLine,
};
export type MeReply = z.infer<typeof MeShape>;
export type SignedInReply = z.infer<typeof SignedInShape>;
export type CheckedLinkReply = z.infer<typeof CheckedLinkShape>;
export type PresenceReply = z.infer<typeof PresenceShape>;
export type TeamReply = z.infer<typeof AgentList>;
export type SearchReply = z.infer<typeof SearchPage>;

/** A ticket with its related data. */
export interface TicketReply {
  ticket: Ticket;
  place: number | null;
  expectedMs: number | null;
  suspectAddress: Suspicion | null;
  others: TicketLine[];
  receipts: Receipt[];
  agentNames: Record<string, string>;
}

/** A page of a conversation. */
export interface ConversationReply {
  activities: LogEntry[];
  more: boolean;
  lastSeq: number;
  readUpTo: { person: number; agent: number };
}

/** An entry of the audit log. */
export interface AuditRow {
  seq: number;
  at: string;
  who: { kind: "agent"; id: string } | { kind: "person" | "operator" | "desk" };
  from: string | null;
  what: string;
  about: Record<string, string>;
}
