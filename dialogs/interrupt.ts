import type { DialogContext } from "botbuilder-dialogs";
import type { Receipt } from "../src/store/records.ts";
import type { Command } from "../src/understand/meaning.ts";
import { answer } from "./answer.ts";
import type { ButtonValue } from "./button.ts";
import { copyText } from "./copy.ts";
import { standing } from "./place.ts";
import { forkFor } from "./root.ts";
import { emptyCase } from "./state.ts";
import { type Leap, type Line, tell } from "./step.ts";
import { copyStack, type Turn } from "./turn.ts";
import type { Begin } from "./waterfall.ts";

/** What steps in before the open waterfall gets to answer. */
export type Interruption =
  | { kind: "command"; command: Command }
  | { kind: "old-button"; button: ButtonValue }
  | { kind: "topic"; topic: string }
  | { kind: "which"; topics: readonly string[] }
  | { kind: "silence" }
  | { kind: "anger" }
  | { kind: "masked" }
  | { kind: "unsure" };

/** What a copy is made of, besides what the turn holds. */
export interface World {
  /** the talk so far as text */
  readTalk(): Promise<string>;
  readReceipts(): Promise<Receipt[]>;
}

/** Topics that are answered, not acted on, when somebody only asks. */
const DOUBTS = ["decide", "future_plans", "alt_strategy", "alt_pause", "restore"];
const SUSPENSION = ["reason_suspension", "restore_suspended"];
const TOWARDS_DELETING = ["weigh", "alternatives", "close", "checklist", "steps"];

/** Handles whatever is not the answer to the open question, in this one place; then the open question is asked again. */
export async function interrupt(
  dc: DialogContext,
  turn: Turn,
  what: Interruption | Leap,
  world: World,
): Promise<void> {
  if (what.kind !== "unsure") turn.state.misses = 0;
  switch (what.kind) {
    case "command":
      return command(dc, turn, what.command, world);
    case "old-button":
      return oldButton(dc, turn, what.button);
    case "topic":
      return topic(dc, turn, what.topic, world);
    case "which":
      turn.state.case = { ...turn.state.case, which: [...what.topics] };
      return stepAside(dc, turn, "which");
    case "silence":
      return stepAside(dc, turn, "welcome-back");
    case "anger":
      turn.state.angerMet = true;
      turn.say([note(turn, turn.words("interrupt.anger"), { offersPerson: true })]);
      return askAgain(dc);
    case "masked":
      return askAgain(dc);
    case "unsure":
      return unsure(dc, turn);
    case "restart":
      return restart(dc, turn);
    case "rewind":
      return rewind(
        dc,
        turn,
        turn.state.trail.findIndex(({ nonce }) => nonce === what.nonce),
      );
    default:
      return what satisfies never;
  }
}

const note = (turn: Turn, text: string, more: { offersPerson?: boolean; topic?: string | null } = {}): Line =>
  tell(turn.talk, "I", [], { before: text, ...more });

async function askAgain(dc: DialogContext): Promise<void> {
  await dc.repromptDialog();
}

/** Begins a dialog on top of the open question, which is asked again when it ends; "back" undoes it. */
async function stepAside(dc: DialogContext, turn: Turn, dialog: string, at?: string): Promise<void> {
  const place = standing(dc);
  if (place) turn.record(place.waterfall.id, place.step.name, null, {});
  await dc.beginDialog(dialog, { at, aside: true } satisfies Begin);
}

async function command(dc: DialogContext, turn: Turn, name: Command, world: World): Promise<void> {
  switch (name) {
    case "human":
      return person(dc, turn, "asked");
    case "erase":
      return person(dc, turn, "erase");
    case "back":
      return rewind(dc, turn, turn.state.trail.length - 1);
    case "restart":
      return restart(dc, turn);
    case "cancel":
      turn.say([note(turn, turn.words("interrupt.cancelled"))]);
      dc.stack.splice(0);
      await dc.beginDialog("root", { at: "fork" } satisfies Begin);
      return;
    case "copy":
      turn.say([note(turn, await copyText(turn, world))]);
      return askAgain(dc);
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

async function person(dc: DialogContext, turn: Turn, cause: "asked" | "erase"): Promise<void> {
  if (dc.activeDialog?.id === "escalate") return askAgain(dc);
  turn.state.case = {
    ...turn.state.case,
    cause,
    goal: turn.state.case.goal ?? (cause === "erase" ? "erase" : "person"),
  };
  return stepAside(dc, turn, "escalate");
}

async function bye(dc: DialogContext, turn: Turn): Promise<void> {
  const underWay = dc.stack.length > 1;
  turn.say([note(turn, turn.words(underWay ? "interrupt.bye-place-kept" : "interrupt.bye"))]);
  return underWay ? undefined : askAgain(dc);
}

async function restart(dc: DialogContext, turn: Turn): Promise<void> {
  turn.state.case = emptyCase();
  turn.state.trail = [];
  turn.state.told = [];
  turn.state.angerMet = false;
  turn.say([note(turn, turn.words("interrupt.restarted"))]);
  dc.stack.splice(0);
  await dc.beginDialog("root", { at: "fork" } satisfies Begin);
}

/** Undoes every answer from this one on, and asks its question again. */
async function rewind(dc: DialogContext, turn: Turn, index: number): Promise<void> {
  if (index < 0) {
    turn.say([note(turn, turn.words("interrupt.nothing-to-undo"))]);
    return askAgain(dc);
  }
  const { state } = turn;
  const undone = state.trail.splice(index);
  for (const { before } of undone.toReversed()) state.case = { ...state.case, ...before };
  dc.stack.splice(0, dc.stack.length, ...copyStack(undone[0]?.stack ?? []));
  turn.say([note(turn, turn.words("interrupt.undone"))]);
  return askAgain(dc);
}

async function oldButton(dc: DialogContext, turn: Turn, button: ButtonValue): Promise<void> {
  const { trail } = turn.state;
  const index = trail.findIndex(({ nonce }) => nonce === button.nonce);
  const here = standing(dc)?.step.title(turn.talk) ?? turn.words("places.fork");
  const there = trail[index];
  if (!there) {
    turn.say([note(turn, turn.words("interrupt.button-gone", { here }))]);
    return askAgain(dc);
  }
  if (index === trail.length - 1 && there.answer === button.choice) {
    turn.say([note(turn, turn.words("interrupt.button-twice", { here }))]);
    return askAgain(dc);
  }
  turn.say([
    note(
      turn,
      turn.words("interrupt.button-old", { there: titleOf(dc, turn, there.guide, there.step), here }),
    ),
  ]);
  turn.state.case = { ...turn.state.case, staleNonce: button.nonce };
  return stepAside(dc, turn, "old-button");
}

const titleOf = (dc: DialogContext, turn: Turn, guide: string, step: string): string => {
  const waterfall = dc.findDialog(guide) as
    | { step?(name: string): { title(talk: unknown): string } | undefined }
    | undefined;
  return waterfall?.step?.(step)?.title(turn.talk) ?? turn.words("places.fork");
};

async function topic(dc: DialogContext, turn: Turn, id: string, world: World): Promise<void> {
  if (id === "not_in_guide" || id === "oos") {
    const offersPerson = id === "not_in_guide";
    turn.say([
      note(turn, turn.words(offersPerson ? "interrupt.not-in-guide" : "interrupt.not-for-us"), {
        offersPerson,
        topic: id,
      }),
    ]);
    return askAgain(dc);
  }
  if (!turn.guide.topics.some((known) => known.id === id)) return command(dc, turn, id as Command, world);
  turn.state.lastTopic = id;
  const deleting = dc.stack.some((dialog) => TOWARDS_DELETING.includes(dialog.id));
  if (SUSPENSION.includes(id) && deleting) return towardsRestoring(dc, turn);
  if (await beginFlow(dc, turn, id)) return;
  turn.say([answer(turn.talk, id)]);
  return askAgain(dc);
}

/** At the fork, and among mere questions, a topic that says what somebody wants begins that. */
async function beginFlow(dc: DialogContext, turn: Turn, id: string): Promise<boolean> {
  if (dc.activeDialog?.id !== "root" && dc.activeDialog?.id !== "question") return false;
  const choice = forkFor(turn.talk, id);
  if (!choice || (dc.activeDialog.id === "question" && DOUBTS.includes(id))) return false;
  const place = standing(dc);
  if (place && dc.stack.length > 1) turn.record(place.waterfall.id, place.step.name, null, {});
  dc.stack.splice(0, dc.stack.length, { id: "root", state: { step: "fork" } });
  turn.answer = { kind: "choice", choice, topic: id };
  await dc.continueDialog();
  return true;
}

/** Somebody on the way to deleting says the account is suspended: restoration comes first. */
async function towardsRestoring(dc: DialogContext, turn: Turn): Promise<void> {
  const place = standing(dc);
  if (place)
    turn.record(place.waterfall.id, place.step.name, null, {
      reason: "suspension",
      goal: "restore",
      decided: false,
    });
  dc.stack.splice(1);
  await dc.beginDialog("weigh", { at: "check" } satisfies Begin);
}

async function unsure(dc: DialogContext, turn: Turn): Promise<void> {
  turn.state.misses += 1;
  const first = turn.state.misses === 1;
  turn.say([
    note(turn, turn.words(first ? "interrupt.rephrase" : "interrupt.twice-unsure"), { offersPerson: !first }),
  ]);
  return askAgain(dc);
}
