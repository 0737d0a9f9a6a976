import { ticketName } from "../desk/ticket.ts";
import type { Store } from "../store/port.ts";
import type { Rating, Receipt } from "../store/records.ts";
import type { Ticket } from "../store/ticket.ts";

/** A ticket as operators read it: with its name, and the receipts and ratings of its conversation. */
export type ListedTicket = Omit<Ticket, "receipts"> & {
  name: string;
  receipts: Receipt[];
  ratings: Rating[];
};

/** All tickets by number. */
export async function* listTickets(store: Store): AsyncGenerator<ListedTicket> {
  for await (const ticket of store.tickets()) {
    yield {
      name: ticketName(ticket.number),
      ...ticket,
      receipts: await store.receipts(ticket.conversationId),
      ratings: await store.ratings(ticket.conversationId),
    };
  }
}
