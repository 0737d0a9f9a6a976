import type { MailedAnswer } from "../../desk/answer-by-mail.ts";
import type { SuspectAddresses } from "../../desk/suspect-addresses.ts";
import { ticketName } from "../../desk/ticket.ts";
import { isMailAddress } from "../../mail-address/mail-address.ts";
import type { Store } from "../../store/port.ts";

/** Where an answer goes, or why it waits or goes nowhere. */
export type Recipient = { to: string } | { held: string } | { refused: string };

/** Finds out where an answer goes by now. */
export type FindRecipient = (answer: MailedAnswer) => Promise<Recipient>;

const NOT_CONFIRMED = "the address is not confirmed";

/**
 * Makes the look-up: an answer goes to the address that its ticket has by now, once that is beyond doubt. Where the
 * person wants no e-mail any more, it goes to the one that they had confirmed, or nowhere.
 */
export const findRecipient =
  (store: Pick<Store, "ticketsOf">, suspects: SuspectAddresses): FindRecipient =>
  async ({ to, checked, ticket: name, talk: { conversation } }) => {
    const ticket = (await store.ticketsOf(conversation)).find(({ number }) => ticketName(number) === name);
    if (ticket?.contact.kind === "email") {
      const { address } = ticket.contact;
      return (await suspects.of(ticket)) === null ? { to: address } : { held: NOT_CONFIRMED };
    }
    if (checked) return { to };
    if (ticket === undefined) return isMailAddress(to) ? { to } : { refused: "not an address" };
    const given = { contact: { kind: "email", address: to }, conversationId: conversation } as const;
    return (await suspects.of(given)) === null ? { to } : { refused: NOT_CONFIRMED };
  };
