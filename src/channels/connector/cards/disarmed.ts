import { isDeepStrictEqual } from "node:util";
import { readButton } from "../../../../dialogs/button.ts";
import { type Element, verbatim } from "../../../bot/cards/elements.ts";
import type { Phrases } from "../../../guide/phrases.ts";
import type { Activity } from "../../../store/activity.ts";
import { type CardAttachment, cardForTeams } from "./elements.ts";
import { cardIn, forTeams, type Scope } from "./for-teams.ts";
import type { Pressed } from "./pressed.ts";

/** What is left of a part of a card once it was used: no buttons, and what was written as it was sent. */
function used(element: Element, draft: string | undefined): Element[] {
  switch (element.type) {
    case "ActionSet":
      return [];
    case "Container":
      return (element["items"] as Element[]).flatMap((item) => used(item, draft));
    case "Input.Text":
      return verbatim(draft ?? String(element["value"]));
    default:
      return [element];
  }
}

/** A card after one of its buttons was pressed: nothing can be pressed any more, and what was chosen stands below. */
export function disarmed(
  { content }: CardAttachment,
  { title, value }: Pressed,
  words: Phrases,
): CardAttachment {
  const chosen = title === undefined ? "" : words("cards.chosen", { title });
  const draft = readButton(value)?.draft;
  return cardForTeams(
    [content["speak"], chosen].filter((part) => part).join("\n"),
    [...content.body.flatMap((element) => used(element, draft)), ...verbatim(chosen, { weight: "Bolder" })],
    [],
  );
}

/** The card on which a button was pressed, disarmed; null when none of these messages has that button on a card. */
export function usedCard(
  said: readonly Activity[],
  pressed: Pressed,
  words: Phrases,
  scope?: Scope,
): CardAttachment | null {
  const { draft: _, ...value } = readButton(pressed.value) ?? {};
  const message = said.findLast(({ suggestedActions }) =>
    suggestedActions?.actions.some((action) => isDeepStrictEqual(action.value, value)),
  );
  const card = message && cardIn(forTeams(message, words, scope));
  return card ? disarmed(card, pressed, words) : null;
}
