import { randomUUID } from "node:crypto";
import type { Case } from "../../dialogs/state.ts";
import type { Turn } from "../../dialogs/turn.ts";
import { wishedErasure } from "../privacy/wished-erasure.ts";
import type { TurnCommit } from "../store/port.ts";
import type { OutboxEntry, Rating, Receipt } from "../store/records.ts";
import type { Ticket } from "../store/ticket.ts";
import { changed } from "./ticket-changes.ts";
import type { Work } from "./work.ts";

/** What a turn's effects leave behind besides words: tickets, receipts, ratings, and what is to be done afterwards. */
export function records(
  work: Work,
  turn: Turn,
): Pick<TurnCommit, "receipts" | "ratings" | "outbox"> & { tickets: Ticket[] } {
  let ticket: Ticket | null = work.ticket;
  const receipts: Receipt[] = [];
  const ratings: Rating[] = [];
  const outbox: OutboxEntry[] = [];
  for (const { effect, case: known, receiptId } of turn.effects) {
    switch (effect) {
      case "issue-receipt":
        receipts.push(receipt(work, turn, known, receiptId));
        break;
      case "rate":
        ratings.push({
          id: randomUUID(),
          conversationId: work.conversation.id,
          at: work.now.toISOString(),
          solved: known.solved ?? "partly",
          comment: known.comment,
        });
        break;
      case "erase-talk":
        if (known.erasure !== null) outbox.push(wishedErasure(work.conversation.id, known.erasure));
        break;
      default:
        ticket = changed(ticket, effect, work, turn, known);
    }
  }
  return { receipts, ratings, outbox, tickets: stored(ticket, work.ticket) };
}

/** However often a turn changes its ticket, what is stored is one change. */
function stored(ticket: Ticket | null, before: Ticket | null): Ticket[] {
  if (ticket === null || ticket === before) return [];
  const from = ticket.number === before?.number ? before.revision : 0;
  return [{ ...ticket, revision: from + 1 }];
}

const receipt = (work: Work, turn: Turn, known: Case, id: string): Receipt => ({
  id,
  conversationId: work.conversation.id,
  at: work.now.toISOString(),
  guideVersion: turn.guide.version,
  reason: known.reason,
  accountType: known.accountType,
  advised: [...turn.state.told],
  alternatives: Object.entries(known.alternatives).map(([id, answer]) => ({ id, answer })),
  accepted: turn.words("weigh.yes-delete"),
});
