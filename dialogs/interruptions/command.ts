import type { Command } from "../../src/nlu/interpretation.ts";
import { ticketName } from "../../src/tickets/ticket.ts";
import { tellMore } from "../brevity.ts";
import { conversationCopyText, type RequestFacts } from "../copy.ts";
import { DialogStack } from "../dialog-stack.ts";
import { askWhetherToErase } from "../erase.ts";
import { alreadyOpen } from "../escalate.ts";
import { repairPlace } from "../place.ts";
import type { DialogContext } from "../sdk.ts";
import type { Case } from "../state.ts";
import type { TurnScope } from "../turn-scope.ts";
import type { Begin } from "../waterfall.ts";
import { askWhetherToWithdraw } from "../withdraw.ts";
import { askAgain, note, popDetours, pushDetour } from "./note.ts";

/** Forgets the matter and asks at the fork again; an open ticket and issued receipts stay. */
export async function startOver(dc: DialogContext, turn: TurnScope): Promise<void> {
  turn.forget();
  turn.say([note(turn, turn.words("interrupt.restarted"))]);
  new DialogStack(dc).reset();
  await dc.beginDialog("root", { at: "fork" } satisfies Begin);
}

/** Undoes every answer from this one on, and asks its question again. */
export async function rewind(dc: DialogContext, turn: TurnScope, index: number): Promise<void> {
  if (index < 0) {
    turn.say([note(turn, turn.words("interrupt.nothing-to-undo"))]);
    return askAgain(dc);
  }
  undo(dc, turn, index);
  turn.say([note(turn, turn.words("interrupt.undone"))]);
  return askAgain(dc);
}

/** Undoes every answer from this one on and returns to its question, which is not asked yet. */
export function undo(dc: DialogContext, turn: TurnScope, index: number): void {
  const { state } = turn;
  const undone = state.trail.splice(index);
  state.nonce = null;
  for (const { before } of undone.toReversed()) state.case = { ...state.case, ...before };
  new DialogStack(dc).goTo(undone[0]?.at ?? []);
  repairPlace(dc);
}

/** Commands that leave what was begun: on a guess they are asked back. */
const DEPARTING: ReadonlySet<Command> = new Set(["restart", "cancel"]);

/** Runs a command, which works at any prompt. */
export async function command(
  dc: DialogContext,
  turn: TurnScope,
  name: Command,
  world: RequestFacts,
  sure = true,
): Promise<void> {
  if (!sure && DEPARTING.has(name)) return pushDetour(dc, turn, "sure", { which: ["restart"] });
  switch (name) {
    case "human":
      return person(dc, turn, causeOf(turn));
    case "erase":
      return erase(dc, turn, world);
    case "back":
      return rewind(dc, turn, turn.state.trail.length - 1);
    case "restart":
      return startOver(dc, turn);
    case "cancel":
      return cancel(dc, turn);
    case "copy":
      turn.say([note(turn, await conversationCopyText(turn, world), { copy: true })]);
      return askAgain(dc);
    case "more":
      return more(dc, turn);
    case "bye":
      return bye(dc, turn);
    case "help":
    case "greeting":
    case "thanks":
      turn.say([note(turn, turn.words(`interrupt.${name}`))]);
      return askAgain(dc);
    default:
      return name satisfies never;
  }
}

/** Says what waits behind "Tell me more", or that there is no more. */
export function more(dc: DialogContext, turn: TurnScope): Promise<void> {
  turn.say([tellMore(turn) ?? note(turn, turn.words("interrupt.all-i-know"), { offersPerson: true })]);
  return askAgain(dc);
}

/** Returns why a person is wanted: anger, a question that the guide just could not answer, or a plain request. */
function causeOf(turn: TurnScope): "anger" | "uncovered" | "asked" {
  if (turn.interpretation?.anger) return "anger";
  return turn.state.offered && turn.state.lastTopic === "not_in_guide" ? "uncovered" : "asked";
}

/** Reports whether a request for a person says what it is about, as "a person please" does not. */
const saysMore = (turn: TurnScope): boolean =>
  !(turn.state.offered && turn.state.question !== null) &&
  (turn.said ?? "").trim().split(/\s+/).length > WORDS_OF_A_PLAIN_WISH;

const WORDS_OF_A_PLAIN_WISH = 5;

async function person(dc: DialogContext, turn: TurnScope, cause: NonNullable<Case["cause"]>): Promise<void> {
  popDetours(dc, turn);
  leaveClosedTicket(dc, turn);
  if (cause !== "erase" && saysMore(turn)) turn.leaveToPeople();
  if (dc.activeDialog?.id !== "escalate") {
    const goal = turn.state.case.goal ?? (cause === "erase" ? "erase" : "person");
    return pushDetour(dc, turn, "escalate", { cause, goal });
  }
  await turn.askDesk();
  if (turn.context.ticket?.state.kind === "open") turn.say([alreadyOpen(turn.context)]);
  return askAgain(dc);
}

/** Leaves the waiting step of a ticket that was closed in the meantime without a message of the bot. */
function leaveClosedTicket(dc: DialogContext, turn: TurnScope): void {
  const top = dc.activeDialog;
  if (
    turn.context.ticket?.state.kind !== "closed" ||
    top?.id !== "escalate" ||
    !["waiting", "contact"].includes(String(top.state["step"]))
  )
    return;
  dc.stack.pop();
  if (dc.stack.length === 0) dc.stack.push({ id: "root", state: { step: "again" } });
}

/** Asks whether to erase the conversation; where it must be kept, offers a person instead. */
async function erase(dc: DialogContext, turn: TurnScope, world: RequestFacts): Promise<void> {
  if (!(await world.isHeld())) return askWhetherToErase(dc, turn);
  turn.say([note(turn, turn.words("erase.held"))]);
  return person(dc, turn, "erase");
}

async function cancel(dc: DialogContext, turn: TurnScope): Promise<void> {
  const withdrawing = dc.activeDialog?.id === "withdraw";
  popDetours(dc, turn);
  const { ticket } = turn.context;
  if (ticket?.state.kind === "open" && dc.activeDialog?.id === "escalate") {
    const words = withdrawing ? "withdraw.kept" : "withdraw.cancelled";
    turn.say([note(turn, turn.words(words, { number: ticketName(ticket.number) }))]);
    return withdrawing ? askAgain(dc) : askWhetherToWithdraw(dc, turn);
  }
  if (dc.stack.length > 1) turn.record(null, { decided: false });
  turn.say([note(turn, turn.words("interrupt.cancelled"))]);
  new DialogStack(dc).reset();
  await dc.beginDialog("root", { at: "fork" } satisfies Begin);
}

async function bye(dc: DialogContext, turn: TurnScope): Promise<void> {
  const underWay = dc.stack.length > 1;
  turn.say([note(turn, turn.words(underWay ? "interrupt.bye-place-kept" : "interrupt.bye"))]);
  return underWay ? undefined : askAgain(dc);
}
