import type { Books } from "./books.ts";
import type { JournalRecord } from "./change.ts";
import { conversationOf } from "./conversations.ts";
import { readTicket } from "./tickets.ts";

/** Makes the journal's changes in memory and says what on the agenda is nowhere to be found. Writes nothing. */
export async function checkAgenda(books: Books, records: readonly JournalRecord[]): Promise<string[]> {
  for (const record of records) await books.replay(record);
  const { pending, openTickets, unsent } = books.agenda.snapshot();
  const problems: string[] = [];
  for (const { conversationId, seq } of pending) {
    const conversation = conversationOf(await books.conversations.glance(conversationId), books.agenda);
    if (typeof conversation !== "object" || conversation.lastSeq < seq) {
      problems.push(
        `waits for an answer to entry ${seq} of conversation ${conversationId}, which is not there`,
      );
    }
  }
  for (const number of openTickets) {
    if ((await readTicket(books, number)) === undefined)
      problems.push(`names ticket ${number}, which is not there`);
  }
  for (const { id, conversationId } of unsent) {
    const conversation = conversationOf(await books.conversations.glance(conversationId), books.agenda);
    if (typeof conversation !== "object")
      problems.push(`wants to send ${id} for ${conversationId}, which is not there`);
  }
  return problems;
}
