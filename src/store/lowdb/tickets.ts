import type { StoreLog } from "../store-log.ts";
import { Ticket } from "../ticket.ts";
import type { Books } from "./books.ts";
import type { Change } from "./change.ts";
import { unlessBroken } from "./unless-broken.ts";

/** The first ticket of a new desk is XD-1001. */
const numbersBefore = 1000;

/** The change that stores a ticket as it is now. */
export function ticketChange(ticket: Ticket): Change {
  const checked = Ticket.parse(ticket);
  const { conversationId: conversation, number } = checked;
  return { do: "ticket", conversation, number, open: isOpen(checked), ticket: JSON.stringify(checked) };
}

/** The same ticket without what only the person told. */
export function blanked(ticket: Ticket): Ticket {
  return {
    ...ticket,
    goal: "",
    accountType: null,
    trail: ticket.trail.map((step) => ({ ...step, answer: null })),
    summary: "",
    contact: { kind: "here" },
    receipts: [],
  };
}

export async function readTicket(books: Books, number: number): Promise<Ticket | undefined> {
  const { ticket } = await books.tickets.look(String(number));
  return ticket === undefined ? undefined : JSON.parse(ticket);
}

/** All tickets in the order of their numbers, read one by one; one whose file is broken is reported and left out. */
export async function* allTickets(books: Books, log: StoreLog): AsyncGenerator<Ticket> {
  for (let number = numbersBefore + 1; number <= books.agenda.lastTicket; number += 1) {
    const file = await unlessBroken(log, () => books.tickets.glance(String(number)));
    if (file?.ticket !== undefined) yield JSON.parse(file.ticket);
  }
}

/** The tickets that are not resolved. */
export async function openTickets(books: Books): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for (const number of books.agenda.openTickets) {
    const ticket = await readTicket(books, number);
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

function isOpen(ticket: Ticket): boolean {
  const kind: string = ticket.state.kind;
  return kind !== "resolved";
}
