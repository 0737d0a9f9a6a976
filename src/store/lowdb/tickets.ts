import type { StoreLog } from "../store-log.ts";
import { isOpen, speakerOf, Ticket } from "../ticket.ts";
import type { Books } from "./books.ts";
import type { Change } from "./change.ts";
import { unlessBroken } from "./unless-broken.ts";

/** The first ticket of a new desk is XD-1001. */
const numbersBefore = 1000;

/** The change that stores a ticket as it is now. */
export function ticketChange(ticket: Ticket): Change {
  const checked = Ticket.parse(ticket);
  const { conversationId: conversation, number } = checked;
  return {
    do: "ticket",
    conversation,
    number,
    open: isOpen(checked),
    agent: speakerOf(checked),
    ticket: JSON.stringify(checked),
  };
}

/** The ticket in this text, which an older version may have written. */
export function ticketIn(text: string): Ticket {
  return Ticket.parse(JSON.parse(text));
}

export async function readTicket(books: Books, number: number): Promise<Ticket | undefined> {
  const { ticket } = await books.tickets.look(String(number));
  return ticket === undefined ? undefined : ticketIn(ticket);
}

/** All tickets in the order of their numbers, read one by one; one whose file is broken is reported and left out. */
export async function* allTickets(books: Books, log: StoreLog): AsyncGenerator<Ticket> {
  for (let number = numbersBefore + 1; number <= books.agenda.lastTicket; number += 1) {
    const file = await unlessBroken(log, () => books.tickets.glance(String(number)));
    if (file?.ticket !== undefined) yield ticketIn(file.ticket);
  }
}

/** The tickets that are neither resolved nor expired; one whose file is broken is reported and left out. */
export async function openTickets(books: Books, log: StoreLog): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (const number of books.agenda.openTickets) {
    const ticket = await unlessBroken(log, () => readTicket(books, number));
    if (ticket !== undefined) tickets.push(ticket);
  }
  return tickets;
}

/** The tickets of these numbers that there are. */
export async function ticketsNumbered(books: Books, numbers: Iterable<number>): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (const number of numbers) {
    const ticket = await readTicket(books, number);
    if (ticket !== undefined) tickets.push(ticket);
  }
  return tickets;
}

/** Tickets below `before`, the newest first; one whose file is broken is reported and left out. */
export async function newestTickets(
  books: Books,
  log: StoreLog,
  { before = Infinity, limit }: { before?: number; limit: number },
): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  let number = Math.min(before - 1, books.agenda.lastTicket);
  for (; number > numbersBefore && tickets.length < limit; number -= 1) {
    const ticket = await unlessBroken(log, () => readTicket(books, number));
    if (ticket !== undefined) tickets.push(ticket);
  }
  return tickets;
}

/** Gives numbers after the last stored ticket's, each once. */
export class TicketNumbers {
  #last = numbersBefore;

  constructor(private readonly books: Books) {}

  next(): number {
    this.#last = Math.max(this.#last, this.books.agenda.lastTicket) + 1;
    return this.#last;
  }
}
