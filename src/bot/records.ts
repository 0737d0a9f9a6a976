import { randomUUID } from "node:crypto";
import { placeNamed } from "../../dialogs/stack.ts";
import type { Case } from "../../dialogs/state.ts";
import type { Turn } from "../../dialogs/turn.ts";
import { openTicket } from "../desk/ticket.ts";
import type { Rating, Receipt } from "../store/records.ts";
import type { Ticket } from "../store/ticket.ts";
import type { Work } from "./work.ts";

/** What a turn's effects leave behind besides words: tickets, receipts, ratings. */
export function records(
  work: Work,
  turn: Turn,
): { tickets: Ticket[]; receipts: Receipt[]; ratings: Rating[] } {
  const made = { tickets: [] as Ticket[], receipts: [] as Receipt[], ratings: [] as Rating[] };
  for (const { effect, case: known, receiptId } of turn.effects) {
    switch (effect) {
      case "issue-receipt":
        made.receipts.push(receipt(work, turn, known, receiptId));
        break;
      case "rate":
        made.ratings.push({
          id: randomUUID(),
          conversationId: work.conversation.id,
          at: work.now.toISOString(),
          solved: known.solved ?? "partly",
          comment: known.comment,
        });
        break;
      case "open-ticket":
        made.tickets.push(ticket(work, turn, known));
        break;
      default:
        effect satisfies never;
    }
  }
  return made;
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

const ticket = (work: Work, turn: Turn, known: Case): Ticket =>
  openTicket(
    {
      number: turn.state.ticket as number,
      conversation: work.conversation,
      goal: known.cause === "erase" ? "erase" : (known.goal ?? "person"),
      topic: turn.state.lastTopic,
      accountType: known.accountType,
      place: placeOf(turn),
      trail: turn.state.trail.map(({ at, answer }) => ({
        ...placeNamed(at.at(-1) ?? ""),
        answer,
        outcome: "done" as const,
      })),
      summary: known.summary ?? "",
      contact: known.contact ?? { kind: "here" },
      receipts: turn.state.receipts,
      told: { version: turn.guide.version, passages: [...turn.state.told] },
      agreedIn: work.entry.seq,
    },
    work.now,
  );

/** Where the guide stood when the person asked for somebody. */
function placeOf(turn: Turn): Ticket["place"] {
  const last = turn.state.trail.at(-1);
  return last ? { ...placeNamed(last.at.at(-1) ?? ""), version: turn.guide.version } : null;
}
