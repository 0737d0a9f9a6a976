import { conversationOfState } from "../state-home.ts";
import type { Change } from "./change.ts";

/** Something the store keeps in a file of its own, changed in memory by journal records and written at checkpoints. */
export interface Document {
  /** number of the last record that is in it */
  lsn: number;
  /** about how much memory it holds */
  readonly bytes: number;
  /** nothing is left in it, so it needs no file */
  readonly blank: boolean;
  apply(change: Change, lsn: number): void;
}

/** A document's name among all: `conversation:<id>`, `state:<key>` or `ticket:<number>`. */
export type DocumentName = `${"conversation" | "state" | "ticket"}:${string}`;

/** Where a bot-state key is kept: with the conversation that botbuilder names in it, or alone. */
export function homeOfState(key: string): DocumentName {
  const conversation = conversationOfState(key);
  return conversation === undefined ? `state:${key}` : `conversation:${conversation}`;
}

/** The documents that a change is written to. */
export function documentsOf(change: Change): DocumentName[] {
  switch (change.do) {
    case "state": {
      const home = homeOfState(change.key);
      return change.by === undefined || home.startsWith("conversation:")
        ? [home]
        : [home, `conversation:${change.by}`];
    }
    case "ticket":
      return [`ticket:${change.number}`, `conversation:${change.conversation}`];
    case "settle":
    case "send":
    case "park":
    case "answer":
      return [];
    default:
      return [`conversation:${change.conversation}`];
  }
}
