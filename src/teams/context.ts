import type { Door } from "../bot/inbox.ts";
import type { Phrases } from "../guide/messages.ts";
import type { Store, TurnCommit } from "../store/store.ts";
import type { HumanDesk } from "../tickets/human-desk.ts";
import type { HeldReplies } from "./held-replies.ts";
import type { Arrived } from "./incoming-activity.ts";
import type { References, Talks } from "./references.ts";

type Content = Omit<TurnCommit, "conversationId" | "answers" | "at">;

const nothing: Content = { replies: [], state: [], tickets: [], receipts: [], ratings: [], outbox: [] };

/** A commit in a talk that is no answer to anything; `at` in milliseconds since 1970. */
export const unasked = (conversationId: string, at: number, content: Partial<Content> = {}): TurnCommit => ({
  conversationId,
  answers: null,
  at: new Date(at).toISOString(),
  ...nothing,
  ...content,
});

/** What hearing a person in a channel needs. */
export interface Hearing {
  talks: Talks;
  references: References;
  door: Door;
  store: Store;
  held: HeldReplies;
  /** Resolves when no turn of a talk is in line any more. */
  answered: (talk: string) => Promise<void>;
  signs: Pick<HumanDesk, "personTyping">;
  words: Phrases;
  /** Shows that somebody is about to answer. */
  showTyping: (talk: string) => Promise<void>;
  /** after how long a request is acknowledged though its turn goes on */
  patienceMs: number;
  now: () => number;
}

/** An activity of a person, and the tenant that the connector vouches for. */
export interface Heard {
  activity: Arrived;
  tenantId: string | undefined;
}
