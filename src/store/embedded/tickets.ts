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

/** Tickets start at XD-1001. */
const numbersBefore = 1000;

/** Makes the operation that stores a ticket. */
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

/** Parses a ticket, also one of an older version. */
export function ticketIn(text: string): Ticket {
  return Ticket.parse(JSON.parse(text));
}

export async function readTicket(documentStore: DocumentStore, number: number): Promise<Ticket | undefined> {
  const { ticket } = await documentStore.tickets.look(String(number));
  return ticket === undefined ? undefined : ticketIn(ticket);
}

/** Yields all tickets by number. Logs and skips broken files. */
export async function* allTickets(documentStore: DocumentStore, log: StoreLog): AsyncGenerator<Ticket> {
  for (let number = numbersBefore + 1; number <= documentStore.pendingWork.lastTicket; number += 1) {
    const file = await unlessBroken(log, () => documentStore.tickets.glance(String(number)));
    if (file?.ticket !== undefined) yield ticketIn(file.ticket);
  }
}

/** Returns the open tickets. Logs and skips broken files. */
export async function openTickets(documentStore: DocumentStore, log: StoreLog): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (const number of documentStore.pendingWork.openTickets) {
    const ticket = await unlessBroken(log, () => readTicket(documentStore, number));
    if (ticket !== undefined) tickets.push(ticket);
  }
  return tickets;
}

/** Returns the existing tickets with these numbers. */
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

/** Returns tickets below `before`, newest first. Logs and skips broken files. */
export async function newestTickets(
  documentStore: DocumentStore,
  log: StoreLog,
  { before = Infinity, limit }: { before?: number; limit: number },
): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  let number = Math.min(before - 1, documentStore.pendingWork.lastTicket);
  for (; number > numbersBefore && tickets.length < limit; number -= 1) {
    const ticket = await unlessBroken(log, () => readTicket(documentStore, number));
    if (ticket !== undefined) tickets.push(ticket);
  }
  return tickets;
}

/** Generator of ticket numbers after the last stored one, each once. */
export class TicketNumbers {
  #last = numbersBefore;

  constructor(private readonly documentStore: DocumentStore) {}

  next(): number {
    this.#last = Math.max(this.#last, this.documentStore.pendingWork.lastTicket) + 1;
    return this.#last;
  }
}

/** Stores a transition and its messages in one record, if the ticket is at revision `from`. */
export function moveTicket(documentWriter: DocumentWriter, move: TicketMove): Promise<TicketMoved> {
  const { documentStore } = documentWriter;
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

/** Throws StateConflict unless each ticket follows its stored revision, and at most one is open. */
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

/** Throws StateConflict when a ticket would be opened beside another open one. */
function checkOneOpen(
  { pendingWork }: DocumentStore,
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
