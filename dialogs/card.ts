import type { Contact } from "../src/store/ticket.ts";

/** What a message shows besides its words, told once; each channel draws it in its own way. */
export type Card =
  | { kind: "checklist"; items: readonly { id: string; title: string; state: "done" | "open" | "todo" }[] }
  | { kind: "steps"; at: number; of: number; title: string }
  | { kind: "draft"; text: string }
  | { kind: "ticket"; number: number; contact: Contact };
