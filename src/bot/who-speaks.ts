import { personWrote } from "../desk/person-wrote.ts";
import type { Store } from "../store/port.ts";
import type { Ticket } from "../store/ticket.ts";
import type { Middleware } from "./middleware.ts";
import { type Work, workOf } from "./work.ts";

/**
 * Lets the bot have its say unless an agent speaks in this talk. What the person wrote to the agent is theirs to
 * answer: the ticket notes it, and the entry needs no other answer.
 */
export const whoSpeaks =
  (store: Store): Middleware =>
  async (context, next) => {
    const work = workOf(context);
    const { conversation, entry, now } = work;
    if (conversation.agent === null) return next();
    const heard = await heardBy(store, work);
    if (heard === "nobody") return next();
    await store.commitTurn({
      conversationId: conversation.id,
      answers: entry.seq,
      at: now.toISOString(),
      replies: [],
      state: [],
      tickets: heard,
      receipts: [],
      ratings: [],
      outbox: [],
    });
  };

/** What changes because an agent heard the entry, or "nobody" when no agent speaks any more. */
async function heardBy(store: Store, { conversation, entry, now }: Work): Promise<Ticket[] | "nobody"> {
  const ticket = conversation.ticket === null ? undefined : await store.ticket(conversation.ticket);
  const heard = ticket ? personWrote(ticket, now) : null;
  if (heard === null) return "nobody";
  return entry.activity.type === "message" ? [heard] : [];
}
