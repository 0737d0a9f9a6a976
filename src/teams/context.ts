import type { ConversationInbox } from "../bot/inbox.ts";
import type { Messages } from "../guide/messages.ts";
import type { Store, TurnCommit } from "../store/store.ts";
import type { HumanDesk } from "../tickets/human-desk.ts";
import type { HeldReplies } from "./held-replies.ts";
import type { IncomingActivity } from "./incoming-activity.ts";
import type { References, TeamsConversations } from "./references.ts";

type Content = Omit<TurnCommit, "conversationId" | "answers" | "at">;

const nothing: Content = { replies: [], state: [], tickets: [], receipts: [], ratings: [], outbox: [] };

/** Makes a commit that answers no message; `at` in milliseconds since 1970. */
export const unpromptedCommit = (
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

/** Dependencies for handling a person's activity. */
export interface TeamsContext {
  conversations: TeamsConversations;
  references: References;
  inbox: ConversationInbox;
  store: Store;
  held: HeldReplies;
  /** Resolves when no turn of a conversation is queued. */
  answered: (conversation: string) => Promise<void>;
  typingIndicators: Pick<HumanDesk, "personTyping">;
  words: Messages;
  /** Sends a typing indicator. */
  showTyping: (conversation: string) => Promise<void>;
  /** time after which a request is acknowledged although its turn is still running */
  timeoutMs: number;
  now: () => number;
}

/** A person's activity, and the tenant that the connector verified. */
export interface TeamsMessage {
  activity: IncomingActivity;
  tenantId: string | undefined;
}
