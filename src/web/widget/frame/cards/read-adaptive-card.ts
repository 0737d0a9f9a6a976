/**
 * Supported parts of an Adaptive Card. Images and media are dropped, so that nothing is fetched from outside.
 */
export type Part =
  | { kind: "text"; text: string; strong: boolean }
  | { kind: "fact"; title: string; value: string }
  | { kind: "field"; id: string; label: string; multiline: boolean; value: string }
  | { kind: "submit"; title: string; data: unknown }
  | { kind: "link"; title: string; href: string };

type Fields = { [name: string]: unknown };

const deepest = 12;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const webAddress = (value: unknown): string | null =>
  /^https?:\/\//i.test(text(value)) && URL.canParse(text(value)) ? new URL(text(value)).href : null;

function one(part: Fields): Part[] {
  switch (part["type"]) {
    case "TextBlock":
      return [{ kind: "text", text: text(part["text"]), strong: part["weight"] === "Bolder" }];
    case "Input.Text": {
      const id = text(part["id"]);
      const label = text(part["label"]) || text(part["placeholder"]) || id;
      return [
        { kind: "field", id, label, multiline: part["isMultiline"] === true, value: text(part["value"]) },
      ];
    }
    case "Action.Submit":
      return [{ kind: "submit", title: text(part["title"]), data: part["data"] ?? null }];
    case "Action.OpenUrl": {
      const href = webAddress(part["url"]);
      return href === null ? [] : [{ kind: "link", title: text(part["title"]), href }];
    }
    default:
      return typeof part["title"] === "string" &&
        typeof part["value"] === "string" &&
        part["type"] === undefined
        ? [{ kind: "fact", title: part["title"], value: part["value"] }]
        : [];
  }
}

/** Parses an Adaptive Card top-down. */
export function readAdaptiveCard(content: unknown, depth = 0): Part[] {
  if (depth > deepest) return [];
  if (Array.isArray(content)) return content.flatMap((part) => readAdaptiveCard(part, depth + 1));
  if (!isFields(content)) return [];
  const inside = ["body", "items", "columns", "facts", "actions"].map((name) => content[name]);
  return [
    ...one(content),
    ...inside.flatMap((part) => (Array.isArray(part) ? readAdaptiveCard(part, depth + 1) : [])),
  ];
}

/** Returns the value that a submit posts: the button's value, with inputs under `fields`. */
export const submitValue = (data: unknown, fields: { [id: string]: string }): unknown =>
  Object.keys(fields).length > 0 && isFields(data) ? { ...data, fields } : data;
