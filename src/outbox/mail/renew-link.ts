import { randomUUID } from "node:crypto";
import { linkByMail } from "../../desk/answer-by-mail.ts";
import { ticketName } from "../../desk/ticket.ts";
import type { Store } from "../../store/port.ts";

/** Makes what sends a new link into a conversation to the address of a ticket of it; gives whether there is one. */
export const makeLinkSender =
  (store: Pick<Store, "ticketsOf" | "commitTurn">, now: () => Date) =>
  async ({ conversation }: { conversation: string }, about: string | null): Promise<boolean> => {
    const reachable = (await store.ticketsOf(conversation)).filter(({ contact }) => contact.kind === "email");
    const ticket = reachable.find(({ number }) => ticketName(number) === about) ?? reachable.at(-1);
    if (ticket === undefined) return false;
    await store.commitTurn({
      conversationId: conversation,
      answers: null,
      at: now().toISOString(),
      replies: [],
      state: [],
      tickets: [],
      receipts: [],
      ratings: [],
      outbox: linkByMail(ticket, randomUUID()),
    });
    return true;
  };
