/** A part of an Adaptive Card (https://adaptivecards.io/explorer/), as far as the desk makes them. */
export type Element = { type: string } & Record<string, unknown>;

/** A heading in the desk's own words. */
export const heading = (text: string): Element => ({
  type: "TextBlock",
  style: "heading",
  text,
  wrap: true,
  weight: "Bolder",
  size: "Medium",
});

/** A text as it was written, a block for each of its lines: no markdown, no links. */
export const verbatim = (text: string, look: Record<string, unknown> = {}): Element[] =>
  text
    .split("\n")
    .filter((row) => row.trim() !== "")
    .map((row) => ({ type: "RichTextBlock", inlines: [{ type: "TextRun", text: row, ...look }] }));
