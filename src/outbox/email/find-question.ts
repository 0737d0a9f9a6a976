import type { Store } from "../../store/store.ts";
import type { EmailedAnswer } from "../../tickets/answer-by-email.ts";
import { ticketName } from "../../tickets/ticket.ts";
import type { Question } from "./email-template.ts";

/** Finds what an answer replies to. `answerId` is the activity id of the answer. */
export type FindQuestion = (answer: EmailedAnswer, answerId: string) => Promise<Question | null>;

const PAGE = 200;
/** Shorter messages before a ticket say yes or press on, and ask nothing. */
const WORDS_OF_A_QUESTION = 4;
const LONGEST_QUOTE = 1000;

/**
 * Makes the lookup of the question: the newest message that the person typed before the answer. Of those before the ticket only
 * a sentence counts. Null: there is none, or the conversation was erased.
 */
export const findQuestion =
  (store: Pick<Store, "readLog" | "ticketsOf">): FindQuestion =>
  async ({ ticket: name, talk: { conversation } }, answerId) => {
    const ticket = (await store.ticketsOf(conversation)).find(({ number }) => ticketName(number) === name);
    let question: Question | null = null;
    for (let after = 0; ; ) {
      const page = await store.readLog(conversation, { after, limit: PAGE });
      for (const { activity, at } of page) {
        if (activity.id === answerId) return question;
        const { type, from, text, value } = activity;
        if (type !== "message" || from?.role !== "user" || !text || typeof value === "object") continue;
        const isTicketOpen = ticket !== undefined && at > ticket.openedAt;
        if (isTicketOpen || text.split(/\s+/).length >= WORDS_OF_A_QUESTION)
          question = { text: text.slice(0, LONGEST_QUOTE), at };
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return question;
      after = last.seq;
    }
  };
