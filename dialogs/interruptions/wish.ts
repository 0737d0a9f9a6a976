import type { Act } from "../../src/nlu/interpretation.ts";
import { isConfident } from "../../src/nlu/topics/decision.ts";
import type { RequestFacts } from "../copy.ts";
import { DialogStack } from "../dialog-stack.ts";
import type { MenuChoice } from "../main-menu.ts";
import { locate } from "../place.ts";
import type { DialogContext } from "../sdk.ts";
import type { TurnScope } from "../turn-scope.ts";
import type { Begin } from "../waterfall.ts";
import { askWhetherToWithdraw } from "../withdraw.ts";
import { command } from "./command.ts";
import { askAgain, note, popDetours, pushDetour, sayPerson, unclear } from "./note.ts";
import {
  beginAtFork,
  beginFlow,
  beginsHere,
  isDeleting,
  isRestoring,
  SUSPENSION,
  topic,
  which,
} from "./topic.ts";

/** Carries out a wish that is no answer to the open question. It asks before it ends or changes something. */
export async function wish(
  dc: DialogContext,
  turn: TurnScope,
  { id, denied, conditional }: Extract<Act, { act: "wish" }>,
  world: RequestFacts,
): Promise<void> {
  const onDeleting = id === "delete" || id === "keep";
  if (onDeleting && locate(dc)?.step.name === "afterwards") return unclear(dc, turn, true);
  if (isDeleting(dc) && (id === "delete" || id === "clicks") && tellsSuspension(turn))
    return topic(dc, turn, "reason_suspension", world);
  if (conditional && onDeleting) return pushSure(dc, turn, id);
  if (denied) return declineWish(dc, turn, id);
  switch (id) {
    case "delete":
      return deletion(dc, turn, world);
    case "keep":
      return keepAccount(dc, turn);
    case "break":
      return topic(dc, turn, breakTopic(dc, turn), world);
    case "restore":
      if (isRestoring(dc)) return continueOpen(dc, turn);
      return topic(dc, turn, isDeleting(dc) ? "restore_deleted" : "restore", world);
    case "letter":
      return isRestoring(dc) ? continueOpen(dc, turn) : topic(dc, turn, "restore", world);
    case "person":
      return person(dc, turn, world);
    case "no-person":
      return cancelHandover(dc, turn);
    case "copy":
    case "erase":
      return command(dc, turn, id, world);
    case "clicks":
      return skipToClicks(dc, turn, world);
    case "withdraw":
      return turn.waits ? askWhetherToWithdraw(dc, turn) : cancelHandover(dc, turn);
    default:
      return id satisfies never;
  }
}

/** The topic of a wish for less activity: where nothing begins with it, the one that was named, as hiding the profile is. */
function breakTopic(dc: DialogContext, turn: TurnScope): string {
  const guess = turn.interpretation?.guess;
  const named = guess?.topic ?? "";
  const isNamed = guess !== undefined && isConfident(guess) && BREAKS.includes(named);
  return isNamed && !beginsHere(dc, turn, "alt_pause") ? named : "alt_pause";
}
const BREAKS: readonly string[] = ["alt_visibility", "alternatives"];

/** Carries out a choice of the main menu; what is already under way continues. */
export function fromMenu(
  dc: DialogContext,
  turn: TurnScope,
  choice: MenuChoice,
  world: RequestFacts,
): Promise<void> {
  if (choice === "person") return person(dc, turn, world);
  const isOn = choice === "delete" ? isDeleting(dc) && turn.state.case.goal !== "break" : isRestoring(dc);
  if (choice !== "break" && isOn) return continueOpen(dc, turn);
  popDetours(dc, turn);
  return beginAtFork(dc, turn, choice);
}

/** Passes somebody on to a person; first it explains in their language that the rest is in the desk's. */
function person(dc: DialogContext, turn: TurnScope, world: RequestFacts): Promise<void> {
  if (turn.language !== null) sayPerson(turn);
  return command(dc, turn, "human", world);
}

/** Reports whether the same text says that the account is suspended, which comes before any wish to delete it. */
const tellsSuspension = ({ interpretation }: TurnScope): boolean =>
  interpretation?.acts.some((act) => act.act === "ask" && SUSPENSION.includes(act.topic)) === true;

/** Continues with the open question, which is what was wished for. */
function continueOpen(dc: DialogContext, turn: TurnScope): Promise<void> {
  popDetours(dc, turn);
  turn.say([note(turn, turn.words("remark.on-it"))]);
  return askAgain(dc);
}

/** Asks before something is ended on a word that may have been meant otherwise. */
const pushSure = (dc: DialogContext, turn: TurnScope, wanted: "keep" | "delete" | "restart"): Promise<void> =>
  pushDetour(dc, turn, "sure", { which: [wanted] });

async function deletion(dc: DialogContext, turn: TurnScope, world: RequestFacts): Promise<void> {
  if (isDeleting(dc)) return continueOpen(dc, turn);
  const either = turn.interpretation?.acts.find((act) => act.act === "ask-which");
  if (either?.topics.includes("erase")) return which(dc, turn, either.topics, world);
  turn.state.lastTopic = "steps";
  const begins = ["root", "question", "alternatives", "feedback"].includes(dc.activeDialog?.id ?? "");
  return begins ? beginFlow(dc, turn, "steps") : topic(dc, turn, "steps", world);
}

/** Ends what led to deleting the account, and says that it stays. */
export async function keepAccount(dc: DialogContext, turn: TurnScope): Promise<void> {
  if (!isDeleting(dc) || turn.state.case.goal === "break") {
    turn.say([note(turn, turn.words("interrupt.keeping"))]);
    return askAgain(dc);
  }
  popDetours(dc, turn);
  turn.record(null, { decided: false });
  new DialogStack(dc).closeAboveRoot();
  await dc.beginDialog("stay");
}

/** Answers a denied wish, such as "don't transfer me" or "I don't want to delete it": it is not begun. */
function declineWish(
  dc: DialogContext,
  turn: TurnScope,
  id: Extract<Act, { act: "wish" }>["id"],
): Promise<void> {
  const saysMore = turn.interpretation?.guess.topic !== null;
  if (id === "delete") return isDeleting(dc) && saysMore ? pushSure(dc, turn, "keep") : keepAccount(dc, turn);
  if (id === "person" || id === "withdraw") return cancelHandover(dc, turn);
  turn.say([note(turn, turn.words("remark.not-then"))]);
  return askAgain(dc);
}

/** Ends a handover that was being prepared. */
async function cancelHandover(dc: DialogContext, turn: TurnScope): Promise<void> {
  popDetours(dc, turn);
  const preparing = dc.activeDialog?.id === "escalate" && !turn.waits;
  turn.say([note(turn, turn.words("escalate.declined"))]);
  if (!preparing) return askAgain(dc);
  turn.record(null, { cause: null });
  await dc.endDialog();
  if (!turn.open) await askAgain(dc);
}

/** Leads to the clicks with no more questions than safety needs: consequences, a clear yes, account type, checklist. */
async function skipToClicks(dc: DialogContext, turn: TurnScope, world: RequestFacts): Promise<void> {
  const { state, words } = turn;
  if (state.case.suspended || isRestoring(dc)) return topic(dc, turn, "steps_navigate", world);
  popDetours(dc, turn);
  const first = !state.case.clicks;
  turn.record(null, { clicks: true, goal: "delete" });
  const place = locate(dc);
  if (place?.waterfall.id === "steps") {
    await place.waterfall.enter(dc, "list");
    return;
  }
  if (first) turn.say([note(turn, words("clicks.why"))]);
  if (state.case.decided || place?.step.name === "decision") return askAgain(dc);
  new DialogStack(dc).closeAboveRoot();
  await dc.beginDialog("weigh", { at: "consequences" } satisfies Begin);
}
