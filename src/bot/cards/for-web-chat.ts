import type { Card } from "../../../dialogs/card.ts";
import { cardWords } from "../../../dialogs/card-words.ts";
import type { Phrases } from "../../guide/phrases.ts";
import type { CardAction } from "../../store/activity.ts";
import { bodyOf } from "./body.ts";

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
      body: bodyOf(card, words),
      actions: answers.map(({ title, value }) => ({ type: "Action.Submit", title, data: value })),
    },
  };
}
