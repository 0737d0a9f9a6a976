import { type Cell, makeCell, useCell } from "../desk/cell.ts";
import { keep, kept } from "../kept.ts";
import type { Ticket } from "../wire/shapes.ts";

/** What an agent can write: to the person, or for colleagues alone. */
export type Mode = "reply" | "note";

type Of = Pick<Ticket, "number" | "audit">;

const changed: Cell<Record<string, string>> = makeCell({});

/** An answer belongs to the time until the ticket is closed: one that is reopened begins without it. */
function nameOf({ number, audit }: Of, mode: Mode): string {
  if (mode === "note") return `draft.${number}.note`;
  return `draft.${number}.${audit.filter(({ what }) => what === "reopened").length}.reply`;
}

function textOf(name: string, drafts: Record<string, string>): string {
  const stored = drafts[name] ?? kept(name);
  return typeof stored === "string" ? stored : "";
}

/** Keeps a text until it is sent, over reloads too; an empty one is forgotten. */
export function keepDraft(ticket: Of, mode: Mode, text: string): void {
  const name = nameOf(ticket, mode);
  keep(name, text === "" ? null : text);
  changed.change((drafts) => ({ ...drafts, [name]: text }));
}

/** The text that an agent has begun to write. */
export function useDraft(ticket: Of, mode: Mode): string {
  const name = nameOf(ticket, mode);
  return useCell(changed, (drafts) => textOf(name, drafts));
}
