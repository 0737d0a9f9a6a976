import { createHash } from "node:crypto";
import { z } from "zod";
import type { Activity, OutboxEntry } from "../store/records.ts";
import type { Ticket } from "../store/ticket.ts";
import { ticketName } from "./ticket.ts";

/** An answer that is to be sent by e-mail, and the conversation to which it leads back. */
export const EmailedAnswer = z.object({
  to: z.string(),
  /** the address was confirmed when the answer was given */
  checked: z.literal(true).optional(),
  ticket: z.string(),
  agent: z.string(),
  text: z.string(),
  /** nobody answered: a new link was asked for */
  linkAlone: z.literal(true).optional(),
  talk: z.object({ conversation: z.string(), user: z.string() }),
});
export type EmailedAnswer = z.infer<typeof EmailedAnswer>;

/** One lane for each ticket and address, so that an address that is not confirmed keeps nobody else waiting; it does not tell the address. */
const laneOf = (number: number, address: string): string =>
  `mail-${createHash("sha256").update(`${number} ${address.toLowerCase()}`).digest("base64url").slice(0, 16)}`;

/** What the outbox sends when an agent has answered: the words, to those who want to be answered by e-mail. */
export const answerByEmail = (ticket: Ticket, activity: Activity): OutboxEntry[] =>
  mailTo(ticket, `mail-${activity.id}`, { agent: activity.from?.name ?? "", text: activity.text ?? "" });

/** What the outbox sends to whoever asked for a new link; nothing where the ticket has no address. */
export const linkByEmail = (ticket: Ticket, id: string): OutboxEntry[] =>
  mailTo(ticket, `link-${id}`, { agent: "", text: "", linkAlone: true });

function mailTo(
  ticket: Ticket,
  id: string,
  words: Pick<EmailedAnswer, "agent" | "text" | "linkAlone">,
): OutboxEntry[] {
  const { contact, conversationId, number, userId } = ticket;
  if (contact.kind !== "email") return [];
  return [
    {
      id,
      conversationId,
      kind: "mail",
      lane: laneOf(number, contact.address),
      payload: {
        to: contact.address,
        ...(contact.checked && { checked: true }),
        ticket: ticketName(number),
        ...words,
        talk: { conversation: conversationId, user: userId },
      } satisfies EmailedAnswer,
    },
  ];
}
