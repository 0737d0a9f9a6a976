import { createHash } from "node:crypto";
import { z } from "zod";
import type { Activity, OutboxEntry } from "../store/records.ts";
import type { Ticket } from "../store/ticket.ts";
import { ticketName } from "./ticket.ts";

/** Payload of an answer by e-mail, with the conversation that its link opens. */
export const EmailedAnswer = z.object({
  to: z.string(),
  /** the address was confirmed when the answer was written */
  checked: z.literal(true).optional(),
  ticket: z.string(),
  agent: z.string(),
  text: z.string(),
  /** a new link without an answer */
  linkAlone: z.literal(true).optional(),
  talk: z.object({ conversation: z.string(), user: z.string() }),
});
export type EmailedAnswer = z.infer<typeof EmailedAnswer>;

/** Returns the partition of a ticket and address, hashed. A suspect address thus blocks nobody else. */
const partitionOf = (number: number, address: string): string =>
  `mail-${createHash("sha256").update(`${number} ${address.toLowerCase()}`).digest("base64url").slice(0, 16)}`;

const ANSWER = "mail-";

/** Returns the activity id of the answer that an outbox entry sends. */
export const answerIdOf = (id: string): string => id.slice(ANSWER.length);

/** Makes the outbox entry of an agent's answer when the person wants e-mail. */
export const answerByEmail = (ticket: Ticket, activity: Activity): OutboxEntry[] =>
  mailTo(ticket, `${ANSWER}${activity.id}`, { agent: activity.from?.name ?? "", text: activity.text ?? "" });

/** Makes the outbox entry of a new link; none when the ticket has no address. */
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
      lane: partitionOf(number, contact.address),
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
