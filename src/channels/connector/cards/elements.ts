import type { Element } from "../../../bot/cards/elements.ts";

/** A button of an Adaptive Card. */
export type Action = { type: string; title: string } & Record<string, unknown>;

export const cardType = "application/vnd.microsoft.card.adaptive";

/** An Adaptive Card as the attachment of a message. */
export interface CardAttachment {
  contentType: typeof cardType;
  content: Record<string, unknown> & { body: Element[]; actions: Action[] };
}

/** A button that posts `data`; clients without Action.Execute post the same as Action.Submit. A secondary one waits behind "…". */
export const button = (
  title: string,
  verb: string,
  data: Record<string, unknown>,
  mode: "primary" | "secondary" = "primary",
): Action => ({
  type: "Action.Execute",
  title,
  verb,
  data,
  ...(mode === "primary" ? {} : { mode }),
  fallback: { type: "Action.Submit", title, data, ...(mode === "primary" ? {} : { mode }) },
});

/** A card for Teams. `told` is the whole card in plain words, for those who hear it or see nothing of it. */
export const cardForTeams = (told: string, body: Element[], actions: Action[]): CardAttachment => ({
  contentType: cardType,
  content: {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    fallbackText: told,
    speak: told,
    body,
    actions,
  },
});
