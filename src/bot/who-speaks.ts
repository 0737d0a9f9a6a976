import { personWrote } from "../desk/moves/talk.ts";
import type { hiddenNotice } from "../desk/said/notices.ts";
import { speakerOf, type Ticket } from "../store/ticket.ts";
import { hidesSomething } from "./inbox.ts";
import type { Middleware } from "./middleware.ts";
import { type Work, workOf } from "./work.ts";

/**
 * Lets the bot have its say unless an agent speaks in this talk. What the person wrote to the agent is theirs to
 * answer: the ticket notes it, and the entry needs no other answer; only that secrets in it were hidden is told by the
 * desk itself.
 */
export const whoSpeaks =
  (hidden: ReturnType<typeof hiddenNotice>): Middleware =>
  async (context, next) => {
    const work = workOf(context);
    if (work.conversation.agent === null) return next();
    const heard = heardBy(work);
    if (heard === "nobody") return next();
    const replies =
      hidesSomething(work.entry.activity) && work.ticket
        ? [{ audience: "everyone" as const, activity: hidden(work.ticket.number) }]
        : [];
    await work.commit({ replies, state: [], tickets: heard, receipts: [], ratings: [], outbox: [] });
  };

/** The ticket as the agent who heard the entry has it, always in a next revision, so that it is not stored over a change of speakers. */
function heardBy({ ticket, entry, now }: Work): Ticket[] | "nobody" {
  if (ticket === null || speakerOf(ticket) === null) return "nobody";
  if (entry.activity.type !== "message") return [];
  return [{ ...personWrote(ticket, now), revision: ticket.revision + 1 }];
}
