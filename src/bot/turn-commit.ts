import { randomUUID } from "node:crypto";
import { isDetour, placeNamed } from "../../dialogs/dialog-stack.ts";
import type { Case, ConversationState } from "../../dialogs/state.ts";
import type { Effect } from "../../dialogs/step.ts";
import type { TurnScope } from "../../dialogs/turn-scope.ts";
import { erasureRequest } from "../privacy/data-subject-requests.ts";
import type { Conversation, OutboxEntry, Rating, Receipt } from "../store/records.ts";
import type { TurnCommit } from "../store/store.ts";
import { type Contact, isQuarantined, type Ticket, type TicketDistress } from "../store/ticket.ts";
import type { MoveResult } from "../tickets/human-desk.ts";
import { openTicket } from "../tickets/ticket.ts";
import { promise, rate, reachThrough, reopen, withdraw } from "../tickets/transitions/close.ts";
import { comment, noteDistress } from "../tickets/transitions/edit.ts";
import { letIn, quarantine } from "../tickets/transitions/quarantine.ts";

type Outcome = Ticket["trail"][number]["outcome"];

/** Choices that pass something over. */
const PASSES: ReadonlySet<string> = new Set(["carry-on", "skip"]);

/** Returns the person's answers by step. Open checklist items, and where the guide ended, are "stuck". */
function stepHistoryOf({ trail }: ConversationState, known: Case): Ticket["trail"] {
  const steps = trail.flatMap(({ at, answer }) => {
    const place = placeNamed(at.at(-1) ?? "");
    return answer === null || isDetour(place.guide) ? [] : [{ ...place, answer }];
  });
  return steps.map((step, index) => {
    const isEnd = index === steps.length - 1 && known.cause === "deadend";
    const isOpen = step.guide === "checklist" && known.checklist[step.step] === "open";
    const outcome: Outcome = isEnd || isOpen ? "stuck" : PASSES.has(step.answer) ? "skipped" : "done";
    return { ...step, outcome };
  });
}

/** The effects of a turn that change its ticket. */
type TicketEffect = Exclude<Effect, "issue-receipt" | "rate" | "erase-talk">;

const HERE: Contact = { kind: "here" };

/** Applies one effect of the turn to the ticket; null before there is one. A refused transition leaves it as it was. */
function applyTicketEffects(
  before: Ticket | null,
  effect: TicketEffect,
  turn: TurnScope,
  known: Case,
): Ticket | null {
  if (effect === "open-ticket") return withPromise(newTicket(turn, known), turn, known);
  if (before === null) return null;
  switch (effect) {
    case "reopen-ticket": {
      const again = applyAdmission(
        before,
        ticketAfter(before, reopen(before, turn.input.reopenDays, turn.now)),
        turn,
      );
      return withPromise(
        ticketAfter(again, reachThrough(again, known.contact ?? HERE, turn.now)),
        turn,
        known,
      );
    }
    case "choose-contact":
      return withPromise(
        ticketAfter(before, reachThrough(before, known.contact ?? HERE, turn.now)),
        turn,
        known,
      );
    case "raise-ticket":
      return known.distress ? applyDistress(before, known.distress.kind, turn) : before;
    case "withdraw-ticket":
      return ticketAfter(before, withdraw(before, turn.now));
    case "rate-ticket":
      return ticketAfter(before, rate(before, { score: known.score ?? 1, comment: null }, turn.now));
    case "comment-ticket":
      return ticketAfter(before, comment(before, known.comment ?? "", turn.now));
    default:
      return effect satisfies never;
  }
}

/** Returns a reopened ticket, in quarantine where a new one would be. */
function applyAdmission(
  before: Ticket,
  again: Ticket,
  { now, admission: { network, held } }: TurnScope,
): Ticket {
  if (again === before) return before;
  const counted = { ...again, network: network ?? again.network };
  return held === null ? counted : quarantine(counted, held, now);
}

/** Records distress on a ticket; that releases it from quarantine unless too many say the same. */
function applyDistress(before: Ticket, told: TicketDistress, { now, admission }: TurnScope): Ticket {
  const marked = noteDistress(before, told, now);
  return isQuarantined(marked) && admission.held === null
    ? ticketAfter(marked, letIn(marked, { kind: "person" }, now))
    : marked;
}

const ticketAfter = (before: Ticket, moved: MoveResult): Ticket =>
  "ticket" in moved ? moved.ticket : before;

/** Sets the promised time for a person who waits here; anybody else is promised none. */
function withPromise(ticket: Ticket, turn: TurnScope, known: Case): Ticket {
  const { outlook, now } = turn.context;
  if (known.contact?.kind !== "here" || outlook === null) return { ...ticket, promise: null };
  return ticketAfter(ticket, promise(ticket, outlook, now));
}

const newTicket = (turn: TurnScope, known: Case): Ticket =>
  openTicket(
    {
      number: turn.state.ticket as number,
      conversation: turn.conversation,
      language: turn.state.language ?? turn.conversation.locale,
      goal: known.cause === "erase" ? "erase" : (known.goal ?? "person"),
      topic: topicOf(turn, known),
      accountType: known.accountType,
      place: placeOf(turn),
      trail: stepHistoryOf(turn.state, known),
      summary: known.summary ?? "",
      distress: known.cause === "distress" ? (known.distress?.kind ?? null) : null,
      contact: known.contact ?? HERE,
      receipts: turn.state.receipts,
      told: { version: turn.guide.version, passages: [...turn.state.told] },
      agreedIn: turn.entry.seq,
      ...turn.admission,
    },
    turn.now,
  );

/**
 * Returns the topic of the matter: that of the reason where it is known, else the last one; null if the guide has
 * none.
 */
function topicOf({ guide, state }: TurnScope, { reason, goal, restoring }: Case): string | null {
  const which = RESTORING[restoring["which"] ?? ""];
  if (goal === "restore" && which !== undefined) return which;
  const given = guide.reasons.find(({ id }) => id === reason)?.topics[0];
  return given ?? (guide.topics.some(({ id }) => id === state.lastTopic) ? state.lastTopic : null);
}

/** the topic of each way to get an account back */
const RESTORING: Readonly<Record<string, string>> = {
  deleted: "restore_deleted",
  suspended: "restore_suspended",
};

/** Returns the guide's step where the person asked for a person; null before the first step. */
function placeOf(turn: TurnScope): Ticket["place"] {
  const last = turn.state.trail.at(-1);
  return last ? { ...placeNamed(last.at.at(-1) ?? ""), version: turn.guide.version } : null;
}

/** Returns the key of a conversation's bot state, in the form of Bot Framework's `ConversationState`. */
export const stateKey = ({ channel, id }: Conversation): string => `${channel}/conversations/${id}`;

/** Returns what a turn's effects store besides messages: tickets, receipts, ratings and outbox entries. */
export function turnCommit(
  turn: TurnScope,
): Pick<TurnCommit, "receipts" | "ratings" | "outbox"> & { tickets: Ticket[] } {
  let ticket: Ticket | null = turn.ticket;
  const receipts: Receipt[] = [];
  const ratings: Rating[] = [];
  const outbox: OutboxEntry[] = [];
  for (const { effect, case: known, receiptId } of turn.effects) {
    switch (effect) {
      case "issue-receipt":
        receipts.push(receipt(turn, known, receiptId));
        break;
      case "rate":
        ratings.push({
          id: randomUUID(),
          conversationId: turn.conversation.id,
          at: turn.now.toISOString(),
          solved: known.solved ?? "partly",
          comment: known.comment,
        });
        break;
      case "erase-talk":
        if (known.erasure !== null) outbox.push(erasureRequest(turn.conversation.id, known.erasure));
        break;
      default:
        ticket = applyTicketEffects(ticket, effect, turn, known);
    }
  }
  return { receipts, ratings, outbox, tickets: storedTicket(ticket, turn.ticket) };
}

/** Returns the changed ticket in its next revision, however often the turn changed it; empty where it did not. */
function storedTicket(ticket: Ticket | null, before: Ticket | null): Ticket[] {
  if (ticket === null || ticket === before) return [];
  const from = ticket.number === before?.number ? before.revision : 0;
  return [{ ...ticket, revision: from + 1 }];
}

const receipt = (turn: TurnScope, known: Case, id: string): Receipt => ({
  id,
  conversationId: turn.conversation.id,
  at: turn.now.toISOString(),
  guideVersion: turn.guide.version,
  reason: known.reason,
  accountType: known.accountType,
  advised: [...turn.state.told],
  alternatives: Object.entries(known.alternatives).map(([id, answer]) => ({ id, answer })),
  accepted: turn.words("weigh.yes-delete"),
});
