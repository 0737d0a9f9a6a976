import { ticketName } from "../desk/ticket.ts";
import type { Store } from "../store/port.ts";
import type { Rating, Receipt } from "../store/records.ts";
import type { Csat } from "../store/ticket.ts";

/** What came of a talk, with or without a ticket. */
export interface Outcome {
  conversationId: string;
  channel: string;
  startedAt: string;
  receipts: Receipt[];
  ratings: Rating[];
  /** how content they were with the desk's people, once for each ticket that was rated */
  csat: ({ ticket: string } & Csat)[];
}

/** The talks that ended in a decision or a rating. */
export async function* listOutcomes(store: Store): AsyncGenerator<Outcome> {
  for await (const { id, channel, startedAt } of store.conversations()) {
    const [receipts, ratings] = [await store.receipts(id), await store.ratings(id)];
    const csat = (await store.ticketsOf(id)).flatMap(({ number, csat }) =>
      csat === null ? [] : [{ ticket: ticketName(number), ...csat }],
    );
    if (receipts.length + ratings.length + csat.length > 0)
      yield { conversationId: id, channel, startedAt, receipts, ratings, csat };
  }
}
