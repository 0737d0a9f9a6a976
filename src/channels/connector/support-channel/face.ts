import { createHash } from "node:crypto";
import type { Phrases } from "../../../guide/phrases.ts";
import type { Accounts } from "../../../people/accounts.ts";
import { firstNameOf } from "../../../people/person.ts";
import type { Ticket } from "../../../store/ticket.ts";
import type { CardAttachment } from "../cards/elements.ts";
import { ticketCard } from "../cards/ticket-card.ts";

/** What cards of tickets are made with. */
export interface CardParts {
  accounts: Pick<Accounts, "people">;
  words: Phrases;
  /** what the guide calls its steps and answers */
  names: Readonly<Record<string, string>>;
  /** where a ticket opens in the console */
  consoleUrl: (ticket: number) => string;
}

/** The first name of one of the desk's people, also of one who works here no more; null when nobody has the id. */
export async function nameOf(accounts: CardParts["accounts"], id: string | null): Promise<string | null> {
  const person = id === null ? undefined : (await accounts.people()).byId(id);
  return person === undefined ? null : firstNameOf(person);
}

/** The card of a ticket as it stands. */
export async function cardOf(parts: CardParts, ticket: Ticket): Promise<CardAttachment> {
  const { accounts, words, names, consoleUrl } = parts;
  const claimedBy = "by" in ticket.state ? await nameOf(accounts, ticket.state.by) : null;
  return ticketCard(ticket, words, { claimedBy, consoleUrl: consoleUrl(ticket.number), names });
}

/** Tells cards apart by what they show; the revision that their buttons carry is not seen. */
export const faceOf = ({ content }: CardAttachment): string =>
  createHash("sha256")
    .update(JSON.stringify(content, (key, value) => (key === "revision" ? undefined : value)))
    .digest("base64url");
