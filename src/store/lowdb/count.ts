import type { StoreLog } from "../store-log.ts";
import { allConversations } from "./all-conversations.ts";
import type { Books } from "./books.ts";
import { allTickets } from "./tickets.ts";

/** How much a store holds; erased conversations are not counted. */
export interface Counts {
  conversations: number;
  entries: number;
  tickets: number;
}

/** Counts by reading everything; what cannot be read is left out. */
export async function count(books: Books): Promise<Counts> {
  const counts = { conversations: 0, entries: 0, tickets: 0 };
  for await (const { lastSeq } of allConversations(books, silent)) {
    counts.conversations += 1;
    counts.entries += lastSeq;
  }
  for await (const _ of allTickets(books, silent)) counts.tickets += 1;
  return counts;
}

const silent: StoreLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
