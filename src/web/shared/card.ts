/** One item of a checklist. */
export interface ChecklistLine {
  id: string;
  title: string;
  state: "done" | "open" | "todo";
}

/** A card in a message. */
export type CardData =
  | { kind: "checklist"; items: ChecklistLine[] }
  | { kind: "steps"; at: number; of: number; title: string }
  | { kind: "draft"; text: string }
  | { kind: "ticket"; number: number; contact: string }
  | { kind: "csat"; ticket: number };

type Fields = { [name: string]: unknown };

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const states: readonly unknown[] = ["done", "open", "todo"];

function line(value: unknown): ChecklistLine[] {
  if (!isFields(value) || typeof value["id"] !== "string" || typeof value["title"] !== "string") return [];
  const state = states.includes(value["state"]) ? (value["state"] as ChecklistLine["state"]) : "todo";
  return [{ id: value["id"], title: value["title"], state }];
}

/** Returns the contact of a ticket: an e-mail address, "here" or "later". */
const contactOf = (value: unknown): string =>
  isFields(value) ? text(value["address"]) || text(value["kind"]) : text(value);

/** Parses `channelData.card`; null for anything else. */
export function readCard(value: unknown): CardData | null {
  if (!isFields(value)) return null;
  switch (value["kind"]) {
    case "checklist": {
      const items = Array.isArray(value["items"]) ? value["items"].flatMap(line) : [];
      return items.length > 0 ? { kind: "checklist", items } : null;
    }
    case "steps": {
      const { at, of, title } = value;
      return Number.isInteger(at) && Number.isInteger(of) && Number(of) > 0 && Number(of) <= 50
        ? { kind: "steps", at: Number(at), of: Number(of), title: text(title) }
        : null;
    }
    case "draft":
      return text(value["text"]) === "" ? null : { kind: "draft", text: text(value["text"]) };
    case "ticket":
      return Number.isInteger(value["number"])
        ? { kind: "ticket", number: Number(value["number"]), contact: contactOf(value["contact"]) }
        : null;
    case "csat":
      return Number.isInteger(value["ticket"]) ? { kind: "csat", ticket: Number(value["ticket"]) } : null;
    default:
      return null;
  }
}
