import type { Card } from "../../../dialogs/card.ts";
import { cardWords } from "../../../dialogs/card-words.ts";
import type { Phrases } from "../../guide/phrases.ts";
import type { CardAction } from "../../store/activity.ts";
import { bodyOf } from "./body.ts";
import type { Element } from "./elements.ts";

/** Text blocks that are headings came with 1.5. */
const withoutStyle = ({ style: _, ...element }: Element): Element => element;

/** A card for Web Chat, which knows Adaptive Cards 1.4 with `Action.Submit`; `answers` are the buttons of its question. */
export function cardForWebChat(card: Card, words: Phrases, answers: readonly CardAction[]) {
  const { heading, lines } = cardWords(card, words);
  const told = [heading, ...lines].join("\n");
  return {
    contentType: "application/vnd.microsoft.card.adaptive",
    content: {
      type: "AdaptiveCard",
      $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
      version: "1.4",
      fallbackText: told,
      speak: told,
      body: bodyOf(card, words).map(withoutStyle),
      actions: answers.map(({ title, value }) => ({ type: "Action.Submit", title, data: value })),
    },
  };
}
