import type { z } from "zod";
import type { Suspicion } from "../../../../desk/suspect-addresses.ts";
import type { Activity } from "../../../../store/activity.ts";
import type { LogEntry, Receipt } from "../../../../store/records.ts";
import type { Onward, Priority, Ticket } from "../../../../store/ticket.ts";
import type { CannedReply, Reports, SearchPage } from "../../../desk/schemas/finding.ts";
import type { KeyLine } from "../../../desk/schemas/keys.ts";
import type {
  Agents,
  CheckedLink as CheckedLinkShape,
  Colleague,
  Me as MeShape,
  OpenInvitation,
  OpenLink,
  Presence as PresenceShape,
  Role,
  SignedIn as SignedInShape,
  Team,
} from "../../../desk/schemas/people.ts";
import type { ErasedPerson, FoundTalk } from "../../../desk/schemas/people-data.ts";
import type { QuarantinePage } from "../../../desk/schemas/quarantine.ts";
import type { SignedInAt } from "../../../desk/schemas/sessions.ts";
import type { StreamFrame } from "../../../desk/schemas/stream.ts";
import type { Device } from "../../../desk/schemas/talk.ts";
import type { TicketLine } from "../../../desk/schemas/tickets.ts";

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
