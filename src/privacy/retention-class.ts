import { z } from "zod";
import { isOpen, type Ticket } from "../store/ticket.ts";

const Days = z.number().int().positive();

/** For how many days after its last word each kind of talk is kept, and lines of the audit log after they were written. */
export const Retention = z.strictObject({
  /** talks in which nobody asked for a person */
  botOnlyDays: Days.default(90),
  /** talks that went to people and were closed without an answer */
  escalatedDays: Days.default(365),
  /** talks that people of the desk resolved */
  resolvedDays: Days.default(180),
  auditDays: Days.default(730),
  /** lines of the log of who read what */
  readingDays: Days.default(90),
});
export type Retention = z.infer<typeof Retention>;

/** What a talk is kept as. An open one waits for somebody and is kept; so is one that is held. */
export type RetentionClass = "bot-only" | "escalated" | "resolved" | "open" | "held";

/** Classifies a talk by its tickets. */
export function classOf(tickets: readonly Pick<Ticket, "state">[], held: boolean): RetentionClass {
  if (held) return "held";
  if (tickets.some(isOpen)) return "open";
  const newest = tickets.at(-1);
  if (newest === undefined) return "bot-only";
  return newest.state.kind === "resolved" ? "resolved" : "escalated";
}

/** When a talk of this class is to go, in ms since the epoch, when its last word was at `since`; null: not by itself. */
export function dueAt(kept: RetentionClass, since: number, retention: Retention): number | null {
  switch (kept) {
    case "bot-only":
      return since + retention.botOnlyDays * DAY_MS;
    case "escalated":
      return since + retention.escalatedDays * DAY_MS;
    case "resolved":
      return since + retention.resolvedDays * DAY_MS;
    case "open":
    case "held":
      return null;
    default:
      return kept satisfies never;
  }
}

const DAY_MS = 86_400_000;
