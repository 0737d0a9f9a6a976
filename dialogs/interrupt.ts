import type { AddressFault } from "../src/runtime/email-address.ts";
import type { RequestFacts } from "./copy.ts";
import { DialogStack, placeNamed } from "./dialog-stack.ts";
import { faultInWords } from "./escalate-address.ts";
import type { Interruption, PressedButton } from "./interpreted-message.ts";
import { command, rewind, startOver } from "./interruptions/command.ts";
import { handleDistress, isSupported, stayWith } from "./interruptions/distress.ts";
import { acknowledgeAnger, askAgain, note, popDetours, pushDetour, unsure } from "./interruptions/note.ts";
import { beginFlow, topic, which } from "./interruptions/topic.ts";
import { locate } from "./place.ts";
import type { DialogContext } from "./sdk.ts";
import type { Redirect } from "./step.ts";
import type { TurnScope } from "./turn-scope.ts";
import type { GuideWaterfall } from "./waterfall.ts";

/** Says where an old button belongs and where the conversation stands, and offers to go back there. */
async function oldButton(dc: DialogContext, turn: TurnScope, button: PressedButton): Promise<void> {
  popDetours(dc, turn);
  const { trail } = turn.state;
  const index = trail.findLastIndex(({ nonce }) => nonce === button.nonce);
  const here = locate(dc)?.step.title(turn.context) ?? turn.words("places.fork");
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
    note(turn, turn.words("interrupt.button-old", { there: titleOf(dc, turn, there.at.at(-1) ?? ""), here })),
  ]);
  return pushDetour(dc, turn, "old-button", { staleNonce: button.nonce });
}

const titleOf = (dc: DialogContext, turn: TurnScope, place: string): string => {
  const { guide, step } = placeNamed(place);
  const waterfall = dc.findDialog(guide) as GuideWaterfall | undefined;
  return waterfall?.step(step)?.title(turn.context) ?? turn.words("places.fork");
};

/** Somebody says that they do not want to delete: what leads there ends, and the account stays. */
async function declinesDeletion(dc: DialogContext, turn: TurnScope): Promise<void> {
  if (locate(dc)?.step.name === "afterwards") return unsure(dc, turn);
  if (turn.state.case.goal !== "delete") {
    turn.say([note(turn, turn.words("interrupt.keeping"))]);
    return askAgain(dc);
  }
  popDetours(dc, turn);
  turn.record(null, { decided: false });
  new DialogStack(dc).closeAboveRoot();
  await dc.beginDialog("stay");
}

const addressRefused = ({ words }: TurnScope, fault: AddressFault | null): string =>
  fault === null ? words("address.denied") : `${faultInWords(words, fault)} ${words("address.send-again")}`;

/** What was not understood, or is nothing that this desk is for. */
const isMiss = (what: Interruption | Redirect): boolean =>
  what.kind === "unsure" || (what.kind === "topic" && what.topic === "oos");

/** Handles whatever is not the answer to the open question, in this one place; then the open question is asked again. */
export async function interrupt(
  dc: DialogContext,
  turn: TurnScope,
  what: Interruption | Redirect,
  world: RequestFacts,
): Promise<void> {
  if (what.kind !== "distress" && isSupported(dc, turn, what)) return stayWith(dc, turn);
  if (!isMiss(what)) turn.state.misses = turn.state.strays = 0;
  switch (what.kind) {
    case "command":
      return command(dc, turn, what.command, world);
    case "old-button":
      return oldButton(dc, turn, what.button);
    case "topic":
      return topic(dc, turn, what.topic, world);
    case "which":
      return which(dc, turn, what.topics, world);
    case "silence":
      return pushDetour(dc, turn, "welcome-back");
    case "anger":
      acknowledgeAnger(turn);
      return askAgain(dc);
    case "masked":
      return askAgain(dc);
    case "not-an-address":
      turn.say([note(turn, addressRefused(turn, what.fault))]);
      return askAgain(dc);
    case "distress":
      return handleDistress(dc, turn, what.distress);
    case "keeping":
      return declinesDeletion(dc, turn);
    case "unsure":
      return unsure(dc, turn);
    case "flow":
      return beginFlow(dc, turn, what.topic);
    case "restart":
      return startOver(dc, turn);
    case "rewind":
      return rewind(
        dc,
        turn,
        turn.state.trail.findLastIndex(({ nonce }) => nonce === what.nonce),
      );
    default:
      return what satisfies never;
  }
}
