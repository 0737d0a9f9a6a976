import type { StepCard } from "../../../dialogs/step.ts";
import type { Messages } from "../../guide/messages.ts";
import type { CardAction } from "../../store/records.ts";
import { ticketName } from "../../tickets/ticket.ts";
import { LONGEST_DRAFT } from "./buttons.ts";

/** Renders a card as text: its heading and its lines. It repeats nothing that the message says. */
export function cardText(card: StepCard, words: Messages): { heading: string; lines: string[] } {
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

/** A part of an Adaptive Card (https://adaptivecards.io/explorer/), as far as the desk makes them. */
export type Element = { type: string } & Record<string, unknown>;

/** Renders a heading of the desk's own. */
export const heading = (text: string): Element => ({
  type: "TextBlock",
  style: "heading",
  text,
  wrap: true,
  weight: "Bolder",
  size: "Medium",
});

/** Renders a text as it was written, a block for each line, without markdown or links. */
export const verbatim = (text: string, look: Record<string, unknown> = {}): Element[] =>
  text
    .split("\n")
    .filter((row) => row.trim() !== "")
    .map((row) => ({ type: "RichTextBlock", inlines: [{ type: "TextRun", text: row, ...look }] }));

const colours = { done: "Good", open: "Attention", todo: "Default" } as const;

/** Renders the body of an Adaptive Card. */
export function bodyOf(card: StepCard, words: Messages): Element[] {
  const said = cardText(card, words);
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

/** A button of an Adaptive Card. */
export type Action = { type: string; title: string } & Record<string, unknown>;

export const cardType = "application/vnd.microsoft.card.adaptive";

/** An Adaptive Card as the attachment of a message. */
export interface CardAttachment {
  contentType: typeof cardType;
  content: Record<string, unknown> & { body: Element[]; actions: Action[] };
}

/** Makes an Adaptive Card of this version. `told` is the whole card in plain words, for those who hear it or see nothing of it. */
export const adaptiveCard = (
  version: "1.4" | "1.5",
  told: string,
  body: Element[],
  actions: Action[],
): CardAttachment => ({
  contentType: cardType,
  content: {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version,
    fallbackText: told,
    speak: told,
    body,
    actions,
  },
});

/** Removes the style of a text block, which came with Adaptive Cards 1.5. */
const withoutStyle = ({ style: _, ...element }: Element): Element => element;

/** Renders a card for Web Chat: Adaptive Cards 1.4 with an `Action.Submit` for each button in `answers`. */
export function cardForWebChat(
  card: StepCard,
  words: Messages,
  answers: readonly CardAction[],
): CardAttachment {
  const { heading, lines } = cardText(card, words);
  return adaptiveCard(
    "1.4",
    [heading, ...lines].join("\n"),
    bodyOf(card, words).map(withoutStyle),
    answers.map(({ title, value }) => ({ type: "Action.Submit", title, data: value })),
  );
}
