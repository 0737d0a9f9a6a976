import type { Opened, Reader } from "../../audit/readings.ts";
import type { Person } from "../../people/person.ts";
import { mayRead } from "../../people/rights.ts";
import { isOpen, speakerOf, type Ticket } from "../../store/ticket.ts";
import { addressOf, type Visited } from "../address.ts";
import type { Refused } from "../answer.ts";
import type { ApiDesk } from "./desk.ts";

/** Looks a ticket up by its number in a path. */
export async function ticketAt(
  { store }: Pick<ApiDesk, "store">,
  number: string | undefined,
): Promise<Ticket | Refused> {
  const wanted = /^\d{1,9}$/.test(number ?? "") ? Number(number) : 0;
  return (wanted > 0 ? await store.ticket(wanted) : undefined) ?? { refused: "unknown-ticket" };
}

/** Names somebody by their id in a refusal. */
export async function named(
  { accounts }: Pick<ApiDesk, "accounts">,
  id: string | null,
): Promise<Pick<Refused, "by">> {
  const person = id === null ? undefined : (await accounts.people()).byId(id);
  return person === undefined ? {} : { by: { id: person.id, name: person.name } };
}

/** The ticket, or why this reader may not read it. */
export async function readable(
  desk: Pick<ApiDesk, "accounts" | "reading">,
  reader: Person,
  ticket: Ticket,
): Promise<Ticket | Refused> {
  if (mayRead(reader, ticket, desk.reading)) return ticket;
  return { refused: "not-yours", ...(await named(desk, speakerOf(ticket))) };
}

/**
 * The ticket behind a talk: its open one, else its newest. Talks in which nobody asked for a person are nobody's to read,
 * and are answered like unknown ones.
 */
export async function ticketOfTalk(
  { store }: Pick<ApiDesk, "store">,
  conversationId: string | undefined,
): Promise<Ticket | Refused> {
  const talk = await store.conversation(conversationId ?? "");
  if (talk === "erased") return { refused: "gone" };
  if (talk === undefined) return { refused: "not-found" };
  const tickets = await store.ticketsOf(talk.id);
  return tickets.find(({ number }) => number === talk.ticket) ?? tickets.at(-1) ?? { refused: "not-found" };
}

/** Somebody who reads, as the log of readings knows them. */
export const readerOf = ({ id }: Pick<Person, "id">, req: Visited): Reader => ({
  agent: id,
  from: addressOf(req),
});

/** A ticket that somebody opens, as the log of readings knows it. */
export function openedBy({ id }: Pick<Person, "id">, ticket: Ticket): Opened {
  const holder = speakerOf(ticket);
  const open = holder === null ? "queue" : holder === id ? "own" : "other's";
  const whose = isOpen(ticket) ? open : "closed";
  return { conversation: ticket.conversationId, ticket: ticket.number, whose };
}
