/** A part of an Adaptive Card (https://adaptivecards.io/explorer/), as far as the desk makes them. */
export type Element = { type: string } & Record<string, unknown>;
export type Action = { type: string; title: string } & Record<string, unknown>;

/** An Adaptive Card as the attachment of a message. */
export interface CardAttachment {
  contentType: "application/vnd.microsoft.card.adaptive";
  content: Record<string, unknown> & { body: Element[]; actions: Action[] };
}

/** A heading in the desk's own words. */
export const heading = (text: string): Element => ({
  type: "TextBlock",
  style: "heading",
  text,
  wrap: true,
  weight: "Bolder",
  size: "Medium",
});

/** A line in the desk's own words, which may hold the date functions of the cards. */
export const line = (text: string): Element => ({ type: "TextBlock", text, wrap: true });

/** A text as it was written, a block for each of its lines: no markdown, no links. */
export const verbatim = (text: string): Element[] =>
  text
    .split("\n")
    .filter((row) => row.trim() !== "")
    .map((row) => ({ type: "RichTextBlock", inlines: [{ type: "TextRun", text: row }] }));

/** A button that posts `data`; clients without Action.Execute post the same as Action.Submit. */
export const button = (title: string, verb: string, data: Record<string, unknown>): Action => ({
  type: "Action.Execute",
  title,
  verb,
  data,
  fallback: { type: "Action.Submit", title, data },
});

/** A card for Teams. `told` is the whole card in plain words, for those who hear it or see nothing of it. */
export const cardForTeams = (told: string, body: Element[], actions: Action[]): CardAttachment => ({
  contentType: "application/vnd.microsoft.card.adaptive",
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
