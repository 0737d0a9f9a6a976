import type { TurnCommit } from "../../store/port.ts";

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
