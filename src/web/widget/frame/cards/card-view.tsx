import { useShared } from "../chat/context.ts";
import { type FrameWords, filled } from "../words.ts";
import type { Card } from "./card.ts";
import { Checklist } from "./checklist.tsx";
import { Draft } from "./draft.tsx";
import { Steps } from "./steps.tsx";
import { TicketCard } from "./ticket.tsx";

/** Draws a card. */
export function CardView({ card, messageId }: { card: Card; messageId: string }) {
  const { words } = useShared().parts;
  switch (card.kind) {
    case "checklist":
      return <Checklist items={card.items} messageId={messageId} />;
    case "steps":
      return <Steps {...card} />;
    case "draft":
      return <Draft text={card.text} />;
    case "ticket":
      return <TicketCard number={card.number} contact={card.contact} words={words} />;
    case "csat":
      return <TicketCard number={card.ticket} contact={null} words={words} />;
    default:
      return card satisfies never;
  }
}

/** A card in one sentence, for those who hear it. */
export function cardAsWords(card: Card, words: FrameWords): string {
  switch (card.kind) {
    case "checklist": {
      const done = card.items.filter(({ state }) => state === "done").length;
      return `${words["checklistTitle"]}: ${filled(words["checklistProgress"], { done, all: card.items.length })}`;
    }
    case "steps":
      return `${filled(words["stepAt"], card)}: ${card.title}`;
    case "draft":
      return `${words["draftTitle"]}: ${card.text}`;
    case "ticket":
      return `${words["ticketTitle"]}: ${filled(words["ticketNumber"], card)}`;
    case "csat":
      return `${words["ticketTitle"]}: ${filled(words["ticketNumber"], { number: card.ticket })}`;
    default:
      return card satisfies never;
  }
}
