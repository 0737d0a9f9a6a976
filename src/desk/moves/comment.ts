import type { Ticket } from "../../store/ticket.ts";
import type { Moved } from "../human-desk.ts";
import { change } from "./change.ts";

/** The ticket with a comment to the rating that it has. */
export function comment(ticket: Ticket, words: string, now: Date): Moved {
  if (ticket.csat === null) return { refused: "not-waiting" };
  return {
    ticket: change(ticket, { who: { kind: "person" }, what: "rated" }, now, {
      csat: { ...ticket.csat, comment: words },
    }),
  };
}
