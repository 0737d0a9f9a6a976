import type { ConversationInbox } from "../bot/inbox.ts";
import type { Messages } from "../guide/messages.ts";
import type { Store, TurnCommit } from "../store/store.ts";
import type { HumanDesk } from "../tickets/human-desk.ts";
import type { HeldReplies } from "./held-replies.ts";
import type { IncomingActivity } from "./incoming-activity.ts";
import type { References, TeamsConversations } from "./references.ts";

type Content = Omit<TurnCommit, "conversationId" | "answers" | "at">;

const nothing: Content = { replies: [], state: [], tickets: [], receipts: [], ratings: [], outbox: [] };

/** A commit in a conversation that is no answer to anything; `at` in milliseconds since 1970. */
export const unprompted = (
  conversationId: string,
  at: number,
  content: Partial<Content> = {},
): TurnCommit => ({
  conversationId,
  answers: null,
  at: new Date(at).toISOString(),
  ...nothing,
  ...content,
});

/** What hearing a person in a channel needs. */
export interface TeamsContext {
  conversations: TeamsConversations;
  references: References;
  door: ConversationInbox;
  store: Store;
  held: HeldReplies;
  /** Resolves when no turn of a conversation is in line any more. */
  answered: (conversation: string) => Promise<void>;
  signs: Pick<HumanDesk, "personTyping">;
  words: Messages;
  /** Shows that somebody is about to answer. */
  showTyping: (conversation: string) => Promise<void>;
  /** after how long a request is acknowledged though its turn goes on */
  patienceMs: number;
  now: () => number;
}

/** An activity of a person, and the tenant that the connector vouches for. */
export interface TeamsMessage {
  activity: IncomingActivity;
  tenantId: string | undefined;
}
