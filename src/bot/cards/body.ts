import { LONGEST_DRAFT } from "../../../dialogs/button.ts";
import type { Card } from "../../../dialogs/card.ts";
import { cardWords } from "../../../dialogs/card-words.ts";
import type { Phrases } from "../../guide/phrases.ts";
import { type Element, heading, verbatim } from "./elements.ts";

const colours = { done: "Good", open: "Attention", todo: "Default" } as const;

/** What the body of an Adaptive Card shows of a card. */
export function bodyOf(card: Card, words: Phrases): Element[] {
  const said = cardWords(card, words);
  switch (card.kind) {
    case "draft":
      return [
        {
          type: "Container",
          minHeight: "260px",
          items: [
            {
              type: "Input.Text",
              id: "draft",
              label: said.heading,
              isMultiline: true,
              height: "stretch",
              maxLength: LONGEST_DRAFT,
              value: card.text,
            },
          ],
        },
      ];
    case "checklist":
      return [
        heading(said.heading),
        ...card.items.flatMap(({ state }, at) => verbatim(said.lines[at] ?? "", { color: colours[state] })),
      ];
    default:
      return [heading(said.heading), ...said.lines.flatMap((line) => verbatim(line))];
  }
}
