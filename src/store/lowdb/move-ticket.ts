import type { TicketMove, TicketMoved } from "../port.ts";
import type { LogEntry } from "../records.ts";
import { StateConflict } from "../store-errors.ts";
import { isOpen, type Ticket } from "../ticket.ts";
import { appendChange } from "./append-change.ts";
import type { Books } from "./books.ts";
import type { Change } from "./change.ts";
import type { ConversationFile } from "./conversation-file.ts";
import { recallSealedKeys, seenBefore } from "./delivery-keys.ts";
import type { Keeper } from "./keeper.ts";
import { readLog, readSealed } from "./log-reader.ts";
import { readTicket, ticketChange } from "./tickets.ts";

/** Stores a ticket's next form and what is said with it in one record, while the ticket is at revision `from`. */
export function moveTicket(keeper: Keeper, move: TicketMove): Promise<TicketMoved> {
  const { books } = keeper;
  const { number, revision, conversationId } = move.ticket;
  if (revision !== move.from + 1)
    throw new RangeError(`ticket ${number} moves from revision ${move.from} to ${revision}`);
  return keeper.alone([`conversation:${conversationId}`, `ticket:${number}`], async () => {
    const file = await books.conversations.look(conversationId);
    const duplicate = await earlierDelivery(books, file, move);
    if (duplicate !== undefined) return { duplicate };
    const stored = await readTicket(books, number);
    if (stored?.revision !== move.from) return { stale: stored };
    checkOneOpen(books, file, [move.ticket]);
    const moved = file.erased ? [] : entriesOf(move, file.lastSeq);
    await keeper.write([
      ...moved.map((entry, index) =>
        appendChange(conversationId, entry, {
          keys: index === 0 ? move.keys : [],
          awaits: move.says[index]?.needsTurn ?? false,
        }),
      ),
      ticketChange(move.ticket),
      ...move.outbox.map(
        (entry): Change => ({
          do: "send",
          conversation: conversationId,
          id: entry.id,
          entry: JSON.stringify(entry),
        }),
      ),
    ]);
    return { moved };
  });
}

/** Throws StateConflict unless each ticket is at the revision after the stored one, and none is opened beside another. */
export async function checkTickets(
  books: Books,
  file: ConversationFile,
  tickets: readonly Ticket[],
): Promise<void> {
  for (const { number, revision } of tickets) {
    const stored = await readTicket(books, number);
    if (revision !== (stored?.revision ?? 0) + 1) throw new StateConflict(`ticket:${number}`);
  }
  checkOneOpen(books, file, tickets);
}

/** Refuses to open a ticket beside another open one. */
function checkOneOpen({ agenda }: Books, file: ConversationFile, changed: readonly Ticket[]): void {
  const open = changed.filter(isOpen).map(({ number }) => number);
  const opening = open.filter((number) => agenda.openAmong([number]).ticket === null);
  if (opening.length === 0) return;
  const numbers = new Set(changed.map(({ number }) => number));
  const other = agenda.openAmong([...file.tickets].filter((number) => !numbers.has(number))).ticket;
  const first = other ?? open.find((number) => number !== opening[0]);
  if (first !== undefined) throw new StateConflict(`ticket:${first}`);
}

async function earlierDelivery(
  books: Books,
  file: ConversationFile,
  { keys, at }: TicketMove,
): Promise<LogEntry | undefined> {
  if (keys.length === 0) return undefined;
  await recallSealedKeys(file, at, (from) => readSealed(books.folders, file.id, from));
  const seen = seenBefore(file, keys);
  if (seen === undefined) return undefined;
  return (await readLog(books, file.id, { after: seen.seq - 1, limit: 1 }))[0];
}

function entriesOf({ says, at }: TicketMove, lastSeq: number): LogEntry[] {
  return says.map(({ audience, activity }, index) => ({ seq: lastSeq + 1 + index, at, audience, activity }));
}
