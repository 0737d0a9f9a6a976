import { StateConflict } from "../errors.ts";
import type { LogEntry } from "../records.ts";
import type { StoreLog, TicketMove, TicketMoved } from "../store.ts";
import { isOpen, Ticket, ticketSpeaker } from "../ticket.ts";
import type { ConversationFile } from "./conversation-file.ts";
import { readLog, readSealed, recallSealedKeys, seenBefore } from "./conversation-log.ts";
import { unlessBroken } from "./conversations.ts";
import type { DocumentStore } from "./document-store.ts";
import type { DocumentWriter } from "./document-writer.ts";
import { appendChange, type JournalOperation } from "./journal-operation.ts";

/** The first ticket of a new desk is XD-1001. */
const numbersBefore = 1000;

/** The change that stores a ticket as it is now. */
export function ticketChange(ticket: Ticket): JournalOperation {
  const checked = Ticket.parse(ticket);
  const { conversationId: conversation, number } = checked;
  return {
    do: "ticket",
    conversation,
    number,
    open: isOpen(checked),
    agent: ticketSpeaker(checked),
    ticket: JSON.stringify(checked),
  };
}

/** The ticket in this text, which an older version may have written. */
export function ticketIn(text: string): Ticket {
  return Ticket.parse(JSON.parse(text));
}

export async function readTicket(documentStore: DocumentStore, number: number): Promise<Ticket | undefined> {
  const { ticket } = await documentStore.tickets.look(String(number));
  return ticket === undefined ? undefined : ticketIn(ticket);
}

/** All tickets in the order of their numbers, read one by one; one whose file is broken is reported and left out. */
export async function* allTickets(documentStore: DocumentStore, log: StoreLog): AsyncGenerator<Ticket> {
  for (let number = numbersBefore + 1; number <= documentStore.agenda.lastTicket; number += 1) {
    const file = await unlessBroken(log, () => documentStore.tickets.glance(String(number)));
    if (file?.ticket !== undefined) yield ticketIn(file.ticket);
  }
}

/** The tickets that are neither resolved nor expired; one whose file is broken is reported and left out. */
export async function openTickets(documentStore: DocumentStore, log: StoreLog): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (const number of documentStore.agenda.openTickets) {
    const ticket = await unlessBroken(log, () => readTicket(documentStore, number));
    if (ticket !== undefined) tickets.push(ticket);
  }
  return tickets;
}

/** The tickets of these numbers that there are. */
export async function ticketsNumbered(
  documentStore: DocumentStore,
  numbers: Iterable<number>,
): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (const number of numbers) {
    const ticket = await readTicket(documentStore, number);
    if (ticket !== undefined) tickets.push(ticket);
  }
  return tickets;
}

/** Tickets below `before`, the newest first; one whose file is broken is reported and left out. */
export async function newestTickets(
  documentStore: DocumentStore,
  log: StoreLog,
  { before = Infinity, limit }: { before?: number; limit: number },
): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  let number = Math.min(before - 1, documentStore.agenda.lastTicket);
  for (; number > numbersBefore && tickets.length < limit; number -= 1) {
    const ticket = await unlessBroken(log, () => readTicket(documentStore, number));
    if (ticket !== undefined) tickets.push(ticket);
  }
  return tickets;
}

/** Gives numbers after the last stored ticket's, each once. */
export class TicketNumbers {
  #last = numbersBefore;

  constructor(private readonly books: DocumentStore) {}

  next(): number {
    this.#last = Math.max(this.#last, this.books.agenda.lastTicket) + 1;
    return this.#last;
  }
}

/** Stores a ticket's next form and what is said with it in one record, while the ticket is at revision `from`. */
export function moveTicket(documentWriter: DocumentWriter, move: TicketMove): Promise<TicketMoved> {
  const { books: documentStore } = documentWriter;
  const { number, revision, conversationId } = move.ticket;
  if (revision !== move.from + 1)
    throw new RangeError(`ticket ${number} moves from revision ${move.from} to ${revision}`);
  return documentWriter.alone([`conversation:${conversationId}`, `ticket:${number}`], async () => {
    const file = await documentStore.conversations.look(conversationId);
    const duplicate = await earlierDelivery(documentStore, file, move);
    if (duplicate !== undefined) return { duplicate };
    const stored = await readTicket(documentStore, number);
    if (stored?.revision !== move.from) return { stale: stored };
    checkOneOpen(documentStore, file, [move.ticket]);
    const moved = file.erased ? [] : entriesOf(move, file.lastSeq);
    await documentWriter.write([
      ...moved.map((entry, index) =>
        appendChange(conversationId, entry, {
          keys: index === 0 ? move.keys : [],
          awaits: move.says[index]?.needsTurn ?? false,
        }),
      ),
      ticketChange(move.ticket),
      ...move.outbox.map(
        (entry): JournalOperation => ({
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
  documentStore: DocumentStore,
  file: ConversationFile,
  tickets: readonly Ticket[],
): Promise<void> {
  for (const { number, revision } of tickets) {
    const stored = await readTicket(documentStore, number);
    if (revision !== (stored?.revision ?? 0) + 1) throw new StateConflict(`ticket:${number}`);
  }
  checkOneOpen(documentStore, file, tickets);
}

/** Refuses to open a ticket beside another open one. */
function checkOneOpen(
  { agenda: pendingWork }: DocumentStore,
  file: ConversationFile,
  changed: readonly Ticket[],
): void {
  const open = changed.filter(isOpen).map(({ number }) => number);
  const opening = open.filter((number) => pendingWork.openAmong([number]).ticket === null);
  if (opening.length === 0) return;
  const numbers = new Set(changed.map(({ number }) => number));
  const other = pendingWork.openAmong([...file.tickets].filter((number) => !numbers.has(number))).ticket;
  const first = other ?? open.find((number) => number !== opening[0]);
  if (first !== undefined) throw new StateConflict(`ticket:${first}`);
}

async function earlierDelivery(
  documentStore: DocumentStore,
  file: ConversationFile,
  { keys, at }: TicketMove,
): Promise<LogEntry | undefined> {
  if (keys.length === 0) return undefined;
  await recallSealedKeys(file, at, (from) => readSealed(documentStore.folders, file.id, from));
  const seen = seenBefore(file, keys);
  if (seen === undefined) return undefined;
  return (await readLog(documentStore, file.id, { after: seen.seq - 1, limit: 1 }))[0];
}

function entriesOf({ says, at }: TicketMove, lastSeq: number): LogEntry[] {
  return says.map(({ audience, activity }, index) => ({ seq: lastSeq + 1 + index, at, audience, activity }));
}
