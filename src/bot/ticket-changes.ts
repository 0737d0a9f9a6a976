import { placeNamed } from "../../dialogs/stack.ts";
import type { Case } from "../../dialogs/state.ts";
import type { Effect } from "../../dialogs/step.ts";
import type { Turn } from "../../dialogs/turn.ts";
import type { Moved } from "../desk/human-desk.ts";
import { rate, reopen, withdraw } from "../desk/moves/close.ts";
import { comment } from "../desk/moves/comment.ts";
import { noteDistress } from "../desk/moves/distress.ts";
import { promise, reachThrough } from "../desk/moves/promise.ts";
import { letIn, quarantine } from "../desk/moves/quarantine.ts";
import { openTicket } from "../desk/ticket.ts";
import { type Contact, isQuarantined, type Ticket, type TicketDistress } from "../store/ticket.ts";
import { trailOf } from "./trail.ts";
import type { Work } from "./work.ts";

/** The effects of a turn that change its ticket. */
export type TicketEffect = Exclude<Effect, "issue-receipt" | "rate" | "erase-talk">;

const HERE: Contact = { kind: "here" };

/** The ticket after one effect of the turn; `before` is null when there is none yet. What a rule refuses leaves it as it was. */
export function changed(
  before: Ticket | null,
  effect: TicketEffect,
  work: Work,
  turn: Turn,
  known: Case,
): Ticket | null {
  if (effect === "open-ticket") return withPromise(opened(work, turn, known), turn, known);
  if (before === null) return null;
  switch (effect) {
    case "reopen-ticket": {
      const again = admitted(before, taken(before, reopen(before, work.reopenDays, work.now)), work, turn);
      return withPromise(taken(again, reachThrough(again, known.contact ?? HERE, work.now)), turn, known);
    }
    case "choose-contact":
      return withPromise(taken(before, reachThrough(before, known.contact ?? HERE, work.now)), turn, known);
    case "raise-ticket":
      return known.distress ? raised(before, known.distress.kind, work, turn) : before;
    case "withdraw-ticket":
      return taken(before, withdraw(before, work.now));
    case "rate-ticket":
      return taken(before, rate(before, { score: known.score ?? 1, comment: null }, work.now));
    case "comment-ticket":
      return taken(before, comment(before, known.comment ?? "", work.now));
    default:
      return effect satisfies never;
  }
}

/** A ticket that was opened again, in quarantine where a new one would be. */
function admitted(
  before: Ticket,
  again: Ticket,
  { now }: Work,
  { admission: { network, held } }: Turn,
): Ticket {
  if (again === before) return before;
  const counted = { ...again, network: network ?? again.network };
  return held === null ? counted : quarantine(counted, held, now);
}

/** A ticket whose person told their distress, which lets it in unless many tell the same. */
function raised(before: Ticket, told: TicketDistress, { now }: Work, { admission }: Turn): Ticket {
  const marked = noteDistress(before, told, now);
  return isQuarantined(marked) && admission.held === null
    ? taken(marked, letIn(marked, { kind: "person" }, now))
    : marked;
}

const taken = (before: Ticket, moved: Moved): Ticket => ("ticket" in moved ? moved.ticket : before);

/** Whoever waits here is promised what they were told; nobody else is promised a time. */
function withPromise(ticket: Ticket, turn: Turn, known: Case): Ticket {
  const { outlook, now } = turn.talk;
  if (known.contact?.kind !== "here" || outlook === null) return { ...ticket, promise: null };
  return taken(ticket, promise(ticket, outlook, now));
}

const opened = (work: Work, turn: Turn, known: Case): Ticket =>
  openTicket(
    {
      number: turn.state.ticket as number,
      conversation: work.conversation,
      goal: known.cause === "erase" ? "erase" : (known.goal ?? "person"),
      topic: topicOf(turn, known),
      accountType: known.accountType,
      place: placeOf(turn),
      trail: trailOf(turn.state, known),
      summary: known.summary ?? "",
      distress: known.cause === "distress" ? (known.distress?.kind ?? null) : null,
      contact: known.contact ?? HERE,
      receipts: turn.state.receipts,
      told: { version: turn.guide.version, passages: [...turn.state.told] },
      agreedIn: work.entry.seq,
      ...turn.admission,
    },
    work.now,
  );

/** What the matter is about: the reason, where it is known, or what was talked of last; null for what the guide does not know. */
function topicOf({ guide, state }: Turn, { reason, goal, restoring }: Case): string | null {
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

/** Where the guide stood when the person asked for somebody. */
function placeOf(turn: Turn): Ticket["place"] {
  const last = turn.state.trail.at(-1);
  return last ? { ...placeNamed(last.at.at(-1) ?? ""), version: turn.guide.version } : null;
}
