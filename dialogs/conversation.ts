import type { TurnContext } from "botbuilder";
import { DialogContext, type DialogSet } from "botbuilder-dialogs";
import type { OpenQuestion } from "../src/understand/meaning.ts";
import { type Ears, hear, type Incoming } from "./hear.ts";
import { interrupt } from "./interrupt.ts";
import { settle, standing } from "./place.ts";
import { type Turn, turnOf } from "./turn.ts";

/** One turn of a talk: settle the place, understand, let an interruption step in or the open waterfall take the answer. */
export async function converse(
  dialogs: DialogSet,
  context: TurnContext,
  incoming: Incoming,
  ears: Ears,
): Promise<void> {
  const turn = turnOf(context);
  const dc = new DialogContext(dialogs, context, { dialogStack: turn.state.dialogStack });
  if (incoming.kind === "start") {
    if (dc.stack.length === 0) await dc.beginDialog("root");
    return;
  }
  if (dc.stack.length === 0) dc.stack.push({ id: "root", state: { step: "fork" } });
  await settle(dc);
  turn.open = null;
  const question = openQuestion(dc, turn);
  const heard = await hear(turn, incoming, question, ears);
  if (heard.kind === "answer") {
    turn.state.misses = 0;
    turn.answer = heard.answer;
    await dc.continueDialog();
    if (turn.leap) await leap(dc, turn, ears);
  } else {
    await interrupt(dc, turn, heard, ears);
  }
}

async function leap(dc: DialogContext, turn: Turn, ears: Ears): Promise<void> {
  if (turn.leap?.kind === "topic") dc.stack.pop();
  if (turn.leap) await interrupt(dc, turn, turn.leap, ears);
}

function openQuestion(dc: DialogContext, turn: Turn): OpenQuestion | null {
  const shown = standing(dc)?.step.show(turn.talk);
  return shown && "ask" in shown ? shown.ask : null;
}
