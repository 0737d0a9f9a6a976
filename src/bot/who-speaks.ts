import { personWrote } from "../desk/moves/talk.ts";
import { speakerOf, type Ticket } from "../store/ticket.ts";
import type { Middleware } from "./middleware.ts";
import { type Work, workOf } from "./work.ts";

/**
 * Lets the bot have its say unless an agent speaks in this talk. What the person wrote to the agent is theirs to
 * answer: the ticket notes it, and the entry needs no other answer.
 */
export const whoSpeaks: Middleware = async (context, next) => {
  const work = workOf(context);
  if (work.conversation.agent === null) return next();
  const heard = heardBy(work);
  if (heard === "nobody") return next();
  await work.commit({ replies: [], state: [], tickets: heard, receipts: [], ratings: [], outbox: [] });
};

/** The ticket as the agent who heard the entry has it, always in a next revision, so that it is not stored over a change of speakers. */
function heardBy({ ticket, entry, now }: Work): Ticket[] | "nobody" {
  if (ticket === null || speakerOf(ticket) === null) return "nobody";
  if (entry.activity.type !== "message") return [];
  return [{ ...personWrote(ticket, now), revision: ticket.revision + 1 }];
}
