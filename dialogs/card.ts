import type { Contact } from "../src/store/ticket.ts";

/** What a message shows besides its words, told once; each channel draws it in its own way. */
export type Card =
  | { kind: "checklist"; items: readonly { id: string; title: string; state: "done" | "open" | "todo" }[] }
  | { kind: "steps"; at: number; of: number; title: string }
  | { kind: "draft"; text: string }
  /** `place` counts from 1; absent where the ticket is in no queue */
  | { kind: "ticket"; number: number; contact: Contact; place?: number }
  /** asks how content somebody was with how a ticket was handled */
  | { kind: "csat"; ticket: number };
