import type { z } from "zod";
import type * as accounts from "../../../../api/schemas/accounts.ts";
import type * as audit from "../../../../api/schemas/audit.ts";
import type * as conversations from "../../../../api/schemas/conversations.ts";
import type * as people from "../../../../api/schemas/people-data.ts";
import type * as tickets from "../../../../api/schemas/tickets.ts";

export type {
  Colleague,
  KeyLine,
  OpenInvitation,
  OpenLink,
  Role,
  SignedInAt,
  Team,
} from "../../../../api/schemas/accounts.ts";
export type { Device, StreamFrame } from "../../../../api/schemas/conversations.ts";
export type { ErasedPerson, FoundConversation } from "../../../../api/schemas/people-data.ts";
export type {
  Activity,
  CannedReply,
  LogEntry,
  Priority,
  QuarantinePage,
  Receipt,
  Reports,
  Ticket,
  TicketContinuation,
  TicketLine,
} from "../../../../api/schemas/tickets.ts";

type Schemas = typeof accounts & typeof audit & typeof conversations & typeof people & typeof tickets;

/** Response body by the name of its schema. */
export type ReplyBody<Name extends keyof Schemas> = z.infer<Schemas[Name]>;

export type MeReply = ReplyBody<"Me">;
export type SignedInReply = ReplyBody<"SignedIn">;
export type CheckedLinkReply = ReplyBody<"CheckedLink">;
export type PresenceReply = ReplyBody<"AgentPresence">;
export type TeamReply = ReplyBody<"AgentList">;
export type SearchReply = ReplyBody<"SearchPage">;
export type TicketReply = ReplyBody<"TicketDetail">;

/** A page of a conversation, with the activities of the store. */
export type ConversationReply = Omit<ReplyBody<"ConversationPage">, "activities"> & {
  activities: tickets.LogEntry[];
};
