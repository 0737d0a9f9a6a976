import type { Store } from "../store/port.ts";
import type { Rating, Receipt } from "../store/records.ts";

/** What came of a talk, with or without a ticket. */
export interface Outcome {
  conversationId: string;
  channel: string;
  startedAt: string;
  receipts: Receipt[];
  ratings: Rating[];
}

/** The talks that ended in a decision or a rating. */
export async function* listOutcomes(store: Store): AsyncGenerator<Outcome> {
  for await (const { id, channel, startedAt } of store.conversations()) {
    const [receipts, ratings] = [await store.receipts(id), await store.ratings(id)];
    if (receipts.length + ratings.length > 0)
      yield { conversationId: id, channel, startedAt, receipts, ratings };
  }
}
