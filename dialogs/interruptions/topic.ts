import type { Command } from "../../src/nlu/interpretation.ts";
import { CLOSING } from "../../src/nlu/said.ts";
import type { RequestFacts } from "../copy.ts";
import { topicTitle } from "../detours.ts";
import { DialogStack } from "../dialog-stack.ts";
import { mainMenuFor } from "../main-menu.ts";
import { locate } from "../place.ts";
import { answer } from "../question.ts";
import type { DialogContext } from "../sdk.ts";
import type { TurnScope } from "../turn-scope.ts";
import type { Begin } from "../waterfall.ts";
import { suspension } from "../weigh-options.ts";
import { command, more } from "./command.ts";
import { askAgain, note, pushDetour, unclear } from "./note.ts";
import { knownInPart, uncovered, unknownTo } from "./uncovered.ts";

/** Begins what a topic stands for at the fork, as if it had been said there; "back" leads to the place that was left. */
export async function beginFlow(dc: DialogContext, turn: TurnScope, topic: string): Promise<void> {
  const choice = mainMenuFor(turn.context, topic);
  return choice ? beginAtFork(dc, turn, choice, topic) : askAgain(dc);
}

/** Makes a choice of the main menu, wherever the conversation stands; "back" leads to the place that was left. */
export async function beginAtFork(
  dc: DialogContext,
  turn: TurnScope,
  choice: string,
  topic: string | null = null,
): Promise<void> {
  if (dc.stack.length > 1) turn.record(null, {});
  new DialogStack(dc).reset("fork");
  turn.answer = { kind: "choice", choice, topic };
  await dc.continueDialog();
}

/** Topics that are answered, not acted on, when somebody only asks. */
const DOUBTS = ["decide", "future_plans", "alt_strategy", "alt_pause", "restore"];
/** Topics of an account that Upwork has stopped. */
export const SUSPENSION: readonly string[] = ["reason_suspension", "restore_suspended"];
const RESTORING = ["restore", "restore-deleted", "restore-suspended", "draft"];
const TOWARDS_DELETING = ["weigh", "alternatives", "close", "checklist", "steps"];

/** Whether what is open leads towards deleting. */
export const isDeleting = (dc: DialogContext): boolean =>
  dc.stack.some((dialog) => TOWARDS_DELETING.includes(dialog.id));

/** Whether what is open leads towards getting an account back. */
export const isRestoring = (dc: DialogContext): boolean =>
  dc.stack.some((dialog) => RESTORING.includes(dialog.id));

/** Answers a topic from the guide, begins what it asks for, or says plainly that the guide does not cover it. */
export async function topic(
  dc: DialogContext,
  turn: TurnScope,
  id: string,
  world?: RequestFacts,
): Promise<void> {
  if (id === "not_in_guide" && isOfAnotherType(turn)) return anotherType(dc, turn);
  if ((id === "not_in_guide" || id === "oos") && tellsOfMoney(turn)) return moneyStuck(dc, turn);
  if (id === "not_in_guide") return uncovered(dc, turn);
  if (id === "oos") return notForUs(dc, turn);
  if (!inGuide(turn, id)) return world ? command(dc, turn, id as Command, world) : askAgain(dc);
  const isSame = turn.state.lastTopic === id;
  turn.state.lastTopic = id;
  const unknown = unknownTo(turn, id);
  if (unknown !== null) return knownInPart(dc, turn, id, unknown);
  const deleting = isDeleting(dc);
  if (SUSPENSION.includes(id) && deleting) return towardsRestoring(dc, turn);
  if (beginsHere(dc, turn, id)) return beginFlow(dc, turn, id);
  const isNeedAsked = asksIfNeeded(turn, id);
  if (isSame && asksForMore(turn, id) && !isNeedAsked) return more(dc, turn);
  const asked = turn.interpretation?.asked;
  turn.say([answer(turn.context, id, isNeedAsked ? { before: turn.words("answer.no-need") } : { asked })]);
  if (turn.interpretation?.guess.several) return others(dc, turn, id);
  const elsewhere = deleting ? ["restore_deleted"] : ["steps"];
  const busy = deleting || isRestoring(dc);
  if (busy && elsewhere.includes(id) && !turn.state.case.suspended)
    return pushDetour(dc, turn, "change", { which: [id] });
  return askAgain(dc);
}

/** Whether somebody concludes by asking that there is no need to close the account for their reason: "so no need to delete?" */
const asksIfNeeded = ({ act, interpretation, guide }: TurnScope, id: string): boolean =>
  act?.act === "ask" &&
  act.asking &&
  interpretation?.guess.negated.includes(CLOSING) === true &&
  guide.reasons.some(({ topics }) => topics.includes(id));

/** Whether a short word asks for more of what was told a moment ago: what was left out is told now, once. */
function asksForMore({ state, said, guide, act }: TurnScope, id: string): boolean {
  const isShort = said !== null && said.trim().split(/\s+/).length <= SHORT_WORD && state.sideAnswered;
  if (!isShort && !(act?.act === "ask" && act.points)) return false;
  return guide
    .topic(id)
    .answer.every((passage) => [...state.told, ...state.more].includes(passage) || guide.clicks.has(passage));
}

const SHORT_WORD = 3;

/** Whether somebody tells of money that is still to come, and asks nothing. */
const tellsOfMoney = ({ act, learned }: TurnScope): boolean =>
  act?.act === "ask" && !act.asking && learned.some(({ fact }) => fact === "money");

/** Money that is stuck is for people. */
function moneyStuck(dc: DialogContext, turn: TurnScope): Promise<void> {
  turn.unanswered = "not_in_guide";
  turn.leaveToPeople();
  turn.say([note(turn, turn.words("interrupt.money-stuck"), { offersPerson: true })]);
  return askAgain(dc);
}

/** after two that were not understood or not for this desk, the next one is offered a person */
const PATIENCE = 2;

/** Nothing that this desk is for; who goes on so is offered a person. */
function notForUs(dc: DialogContext, turn: TurnScope): Promise<void> {
  const { state } = turn;
  turn.unanswered = "oos";
  const offersPerson = state.strays + state.misses >= PATIENCE;
  state.strays += 1;
  turn.say([
    note(turn, turn.words(offersPerson ? "interrupt.not-for-us-again" : "interrupt.not-for-us"), {
      offersPerson,
      topic: "oos",
    }),
  ]);
  return askAgain(dc);
}

/** Whether the guide has an answer of this name; what is understood may as well be a command. */
const inGuide = (turn: TurnScope, id: string): boolean => turn.guide.topics.some((known) => known.id === id);

/** What was raised along with a question that is answered now: begins what is wanted, and answers the rest. */
async function others(dc: DialogContext, turn: TurnScope, answered: string): Promise<void> {
  const raised = (turn.interpretation?.guess.alternatives ?? []).map(({ topic }) => topic);
  const wanted = raised.find((id) => beginsHere(dc, turn, id));
  const asked = raised.filter((id) => id !== wanted && id !== answered && inGuide(turn, id));
  turn.say(asked.map((id) => answer(turn.context, id, { asked: turn.interpretation?.asked })));
  turn.state.case = { ...turn.state.case, later: [] };
  return wanted ? beginFlow(dc, turn, wanted) : askAgain(dc);
}

const isOfAnotherType = (turn: TurnScope): boolean =>
  !["freelancer", null].includes(turn.context.case.beforehand.accountType);

/** Somebody says at once that the account is a company's, an agency's or a team's: the guide does not know their way. */
async function anotherType(dc: DialogContext, turn: TurnScope): Promise<void> {
  const accountType = turn.context.case.beforehand.accountType;
  turn.leaveToPeople();
  turn.say([note(turn, turn.words("close.only-freelancers"), { offersPerson: true, topic: "not_in_guide" })]);
  return pushDetour(dc, turn, "escalate", {
    cause: "deadend",
    goal: turn.state.case.goal ?? "question",
    accountType,
  });
}

/** Whether a text with a question in it also says that this is wanted. */
const isWished = ({ interpretation }: TurnScope, id: string): boolean =>
  interpretation?.acts.some(
    (act) => act.act === "wish" && !act.denied && act.asked !== true && WISHED[act.id] === id,
  ) === true;
const WISHED: Partial<Record<string, string>> = { break: "alt_pause", restore: "restore" };

/** At the fork, and among mere questions, a topic that says what somebody wants begins that. */
export function beginsHere(dc: DialogContext, turn: TurnScope, id: string): boolean {
  const at = dc.activeDialog?.id;
  const asking = turn.act?.act === "ask" && turn.act.asking && !isWished(turn, id);
  if ((at === "question" || asking) && DOUBTS.includes(id)) return false;
  if (turn.act?.act === "ask" && turn.act.follows) return false;
  const asked = at === "escalate" && dc.stack.length === 2 && turn.context.ticket === null;
  return (at === "root" || at === "question" || asked) && mainMenuFor(turn.context, id) !== undefined;
}

/** Somebody on the way to deleting says the account is suspended: restoration comes first. */
async function towardsRestoring(dc: DialogContext, turn: TurnScope): Promise<void> {
  const place = locate(dc);
  if (place)
    turn.record(null, {
      reason: suspension(turn.guide)?.id ?? null,
      goal: "restore",
      decided: false,
      suspended: true,
    });
  new DialogStack(dc).closeAboveRoot();
  await dc.beginDialog("weigh", { at: "check" } satisfies Begin);
}

/** Asks between topics that were equally likely; those that have no title to choose by are left out. */
export async function which(
  dc: DialogContext,
  turn: TurnScope,
  topics: readonly string[],
  world: RequestFacts,
): Promise<void> {
  const titled = topics.filter((id) => topicTitle(turn.context, id) !== null);
  const [likeliest] = topics;
  if (titled.length > 1) return pushDetour(dc, turn, "which", { which: titled });
  if (likeliest === undefined || likeliest !== titled[0]) return unclear(dc, turn, true);
  return topic(dc, turn, likeliest, world);
}
