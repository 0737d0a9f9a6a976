import { z } from "zod";
import type { SuspectAddresses, Suspicion } from "../desk/suspect-addresses.ts";
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

const Args = z.union([z.tuple([]), z.tuple([z.literal("--suspect-addresses")])]);

/** Thrown when the tickets are asked for in a way that is not known. */
class WrongArguments extends Error {
  readonly code = "wrong-arguments";
}

/** All tickets by number. */
export async function* listTickets(store: Store): AsyncGenerator<ListedTicket> {
  for await (const ticket of store.tickets()) yield listed(store, ticket);
}

const listed = async (store: Store, ticket: Ticket): Promise<ListedTicket> => ({
  name: ticketName(ticket.number),
  ...ticket,
  receipts: await store.receipts(ticket.conversationId),
  ratings: await store.ratings(ticket.conversationId),
});

/** All tickets; with --suspect-addresses those alone to whose address nothing is sent before an agent has confirmed it, and why. */
export async function* ticketsAsked(
  store: Store,
  suspects: SuspectAddresses,
  args: unknown,
): AsyncGenerator<ListedTicket & { suspicion?: Suspicion }> {
  const read = Args.safeParse(args ?? []);
  if (!read.success) throw new WrongArguments("tickets: takes --suspect-addresses or nothing");
  if (read.data.length === 0) return yield* listTickets(store);
  for await (const ticket of store.tickets()) {
    const suspicion = await suspects.of(ticket);
    if (suspicion !== null) yield { ...(await listed(store, ticket)), suspicion };
  }
}
