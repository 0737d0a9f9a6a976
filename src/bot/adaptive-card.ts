import type { Card } from "../../dialogs/card.ts";
import { ticketName } from "../desk/ticket.ts";
import type { Phrases } from "../guide/phrases.ts";
import type { CardAction } from "../store/activity.ts";

type Element = { type: "TextBlock"; text: string; wrap: true; weight?: "Bolder" } | Record<string, unknown>;

const title = (text: string): Element => ({ type: "TextBlock", text, wrap: true, weight: "Bolder" });
const line = (text: string): Element => ({ type: "TextBlock", text, wrap: true });

function bodyOf(card: Card, words: Phrases): Element[] {
  switch (card.kind) {
    case "checklist":
      return [
        title(words("cards.checklist")),
        ...card.items.map((item) => line(words(`cards.${item.state}`, { title: item.title }))),
      ];
    case "steps":
      return [title(words("cards.step", { at: String(card.at), of: String(card.of), title: card.title }))];
    case "draft":
      return [
        { type: "Input.Text", id: "draft", label: words("cards.draft"), isMultiline: true, value: card.text },
      ];
    case "ticket":
      return [
        title(words("cards.ticket", { number: ticketName(card.number) })),
        line(
          card.contact.kind === "email"
            ? words("cards.email", { address: card.contact.address })
            : words("cards.here"),
        ),
      ];
    default:
      return card satisfies never;
  }
}

/** A card as an Adaptive Card 1.4 attachment (Action.Submit); `answers` are the buttons of its question. */
export function adaptiveCard(card: Card, words: Phrases, answers: readonly CardAction[]) {
  return {
    contentType: "application/vnd.microsoft.card.adaptive",
    content: {
      type: "AdaptiveCard",
      $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
      version: "1.4",
      body: bodyOf(card, words),
      actions: answers.map((button) => ({ type: "Action.Submit", title: button.title, data: button.value })),
    },
  };
}
