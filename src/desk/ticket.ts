import type { Contact, Conversation, Place, Ticket } from "../store/records.ts";

/** The name people read and say aloud, `XD-1042`. */
export const ticketName = (number: number): string => `XD-${number}`;

/** What a talk knows when it asks for a person. */
export interface Handover {
  number: number;
  conversation: Conversation;
  goal: string;
  topic: string | null;
  accountType: string | null;
  place: Place | null;
  trail: Ticket["trail"];
  summary: string;
  contact: Contact;
  receipts: readonly string[];
  /** seq of the entry in which the person agreed */
  agreedIn: number;
}

/** The ticket of a talk that is handed over now. */
export function openTicket(handover: Handover, now: Date): Ticket {
  const { conversation, receipts, agreedIn, ...rest } = handover;
  const at = now.toISOString();
  return {
    ...rest,
    conversationId: conversation.id,
    channel: conversation.channel,
    openedAt: at,
    state: { kind: "queued", since: at },
    consentAt: at,
    transcript: { conversationId: conversation.id, upTo: agreedIn },
    receipts: [...receipts],
  };
}
