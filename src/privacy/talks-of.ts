import { ticketName } from "../desk/ticket.ts";
import { comparable } from "../mail-address/mail-address.ts";
import type { Store } from "../store/port.ts";
import type { Conversation } from "../store/records.ts";

/**
 * The talks of a person who is named by the id of a talk, their own id, a ticket such as XD-1001, or the e-mail address
 * that they gave for an answer. With a talk come all others of the same person.
 */
export async function talksOf(
  store: Pick<Store, "conversations" | "tickets">,
  person: string,
): Promise<Conversation[]> {
  const wanted = person.trim();
  const named = new Set([wanted]);
  for await (const { number, contact, conversationId } of store.tickets()) {
    const isTheirs = contact.kind === "email" && comparable(contact.address) === comparable(wanted);
    if (isTheirs || ticketName(number).toLowerCase() === wanted.toLowerCase()) named.add(conversationId);
  }
  const users = new Set<string>();
  for await (const { id, userId } of store.conversations())
    if (named.has(id) || userId === wanted) users.add(userId);
  const talks: Conversation[] = [];
  for await (const talk of store.conversations()) if (users.has(talk.userId)) talks.push(talk);
  return talks;
}
