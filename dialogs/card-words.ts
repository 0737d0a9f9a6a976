import { ticketName } from "../src/desk/ticket.ts";
import type { Phrases } from "../src/guide/phrases.ts";
import type { Card } from "./card.ts";

/** A card in words: its heading, and its lines below. What the message says itself is left out. */
export function cardWords(card: Card, words: Phrases): { heading: string; lines: string[] } {
  switch (card.kind) {
    case "checklist":
      return {
        heading: words("cards.checklist"),
        lines: card.items.map(({ state, title }) => words(`cards.${state}`, { title })),
      };
    case "steps": {
      const { at, of, title } = card;
      return { heading: words("cards.step", { at: String(at), of: String(of), title }), lines: [] };
    }
    case "draft":
      return { heading: words("cards.draft"), lines: [] };
    case "ticket":
      return {
        heading: words("cards.ticket", { number: ticketName(card.number) }),
        lines: [
          ...(card.place === undefined ? [] : [words("cards.place", { place: String(card.place) })]),
          card.contact.kind === "email"
            ? words("cards.email", { address: card.contact.address })
            : words(`cards.${card.contact.kind}`),
        ],
      };
    case "csat":
      return { heading: words("cards.ticket", { number: ticketName(card.ticket) }), lines: [] };
    default:
      return card satisfies never;
  }
}
