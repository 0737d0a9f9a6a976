import { type DistressKind, distressKinds } from "../../src/nlu/distress/distress.ts";
import { isFiller, supportMessage, supportPrompt } from "../distress.ts";
import type { Interruption } from "../interpreted-message.ts";
import { locate } from "../place.ts";
import type { DialogContext } from "../sdk.ts";
import type { Redirect } from "../step.ts";
import type { TurnScope } from "../turn-scope.ts";
import { askAgain, popDetours, pushDetour } from "./note.ts";

/** So much of a person's own words goes to the desk's people with a ticket; the whole of it is in the transcript. */
const LONGEST_SAID = 1_000;

/**
 * Answers distress above the open question, to which "back" returns. Repeated distress of the same kind gets further
 * support.
 */
export async function handleDistress(dc: DialogContext, turn: TurnScope, told: DistressKind): Promise<void> {
  const known = isSupportOpen(dc, turn) ? turn.state.case.distress : null;
  const kind = distressKinds.find((one) => one === told || one === known?.kind) ?? told;
  if (known?.kind === kind) return stayWith(dc, turn);
  const distress = { kind, said: joinSaid(known?.said, turn.said) };
  if (dc.activeDialog?.id !== "distress") return pushDetour(dc, turn, "distress", { distress });
  turn.state.case = { ...turn.state.case, distress };
  turn.state.nonce = null;
  const place = locate(dc);
  await place?.waterfall.enter(dc, place.step.name);
}

/**
 * Answers somebody in distress with care where their message answers nothing, and not with the guide or "I didn't get
 * that".
 */
export async function stayWith(dc: DialogContext, turn: TurnScope): Promise<void> {
  popDetours(dc, turn);
  const { distress } = turn.state.case;
  if (distress !== null && !isFiller(turn))
    turn.state.case = {
      ...turn.state.case,
      distress: { ...distress, said: joinSaid(distress.said, turn.said) },
    };
  const offered = dc.activeDialog?.id === "distress";
  const { context: conversation } = turn;
  const text = offered ? supportPrompt(conversation, "again") : conversation.words("distress.noted");
  turn.say([supportMessage(conversation, text, offered)]);
  return askAgain(dc);
}

const joinSaid = (before: string | undefined, said: string | null): string =>
  [before, said]
    .filter((part) => part !== undefined && part !== null && part !== "")
    .join(" / ")
    .slice(0, LONGEST_SAID);

/** Reports whether the conversation answers somebody's distress, or waits for a person because of it. */
function isSupportOpen(dc: DialogContext, { state }: TurnScope): boolean {
  const at = dc.activeDialog?.id;
  const waits = at === "escalate" && state.case.cause === "distress";
  return state.case.distress !== null && (at === "distress" || waits);
}

/** Returns the part of the guide that a topic belongs to: `steps` for `steps_confirm`. */
const familyOf = (topic: string): string =>
  OF_THEIR_OWN.find((family) => topic.startsWith(`${family}_`)) ?? topic;

const STAYED_WITH: ReadonlySet<(Interruption | Redirect)["kind"]> = new Set([
  "remark",
  "which",
  "wish",
  "ask-back",
  "silence",
]);
/** wishes that somebody in distress is helped with */
const GRANTED: ReadonlySet<string> = new Set(["person", "copy", "erase", "withdraw"]);
const OF_NO_ANSWER: readonly string[] = ["oos", "not_in_guide"];
/** what the guide says of one's own decision, which is no answer to somebody who was robbed, threatened or bereaved */
const OF_THEIR_OWN: readonly string[] = ["decide", "future_plans", "steps", "restore"];
/** commands by which somebody in a crisis may take their leave */
const PARTING: readonly string[] = ["bye", "thanks"];

/**
 * Reports whether a message of somebody in distress asks for nothing that the desk can give, so that support goes on.
 */
export function staysWithSupport(dc: DialogContext, turn: TurnScope, what: Interruption | Redirect): boolean {
  if (!isSupportOpen(dc, turn)) return false;
  const inCrisis = turn.state.case.distress?.kind === "crisis";
  if (what.kind === "command") return inCrisis && PARTING.includes(what.command);
  if (what.kind === "topic")
    return (
      [...OF_NO_ANSWER, ...OF_THEIR_OWN].includes(familyOf(what.topic)) ||
      (inCrisis && !(turn.said ?? "").includes("?"))
    );
  if (what.kind === "wish" && GRANTED.has(what.act.id) && !what.act.denied) return false;
  return STAYED_WITH.has(what.kind);
}
