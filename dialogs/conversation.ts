import { normalize } from "../src/nlu/normalize.ts";
import { asksWhatWasMeant, DialogStack, isDetour } from "./dialog-stack.ts";
import { TO_A_PERSON } from "./distress.ts";
import { confirmLearned } from "./facts.ts";
import { interpretMessage, type MessageRecognizers, type OpenPlaces } from "./interpret-message.ts";
import type { IncomingMessage, InterpretedMessage, OpenPlace } from "./interpreted-message.ts";
import { interrupt } from "./interrupt.ts";
import { note, popDetours, pushDetour } from "./interruptions/note.ts";
import { aboutDesk } from "./interruptions/remark.ts";
import { type Location, locate, locateAt, settlePlace } from "./place.ts";
import { DialogContext, type DialogSet, type TurnContext } from "./sdk.ts";
import type { Message, Redirect } from "./step.ts";
import { handleTicketEvent } from "./ticket-events.ts";
import { type TurnScope, turnScopeOf } from "./turn-scope.ts";
import { askWhetherToWithdraw, takesTicketBack } from "./withdraw.ts";

const OWN_WORDS: readonly InterpretedMessage["kind"][] = ["topic", "which", "remark", "wish"];

/**
 * Reports whether a message may be about a ticket that was closed: the first after it, or a later one that needs
 * people.
 */
function mayBeAboutTicket(dc: DialogContext, turn: TurnScope, heard: InterpretedMessage): boolean {
  const state = turn.context.ticket?.state;
  if (state?.kind !== "closed" || !state.reopenable) return false;
  if (turn.state.mayReopen && isForPeople(turn, heard)) return true;
  const nothingElse = dc.stack.length === 1 || dc.activeDialog?.id === "rate";
  return turn.state.justClosed && nothingElse && OWN_WORDS.includes(heard.kind);
}

/** Reports whether somebody asks for the same help again, or for something that the guide does not cover. */
function isForPeople(turn: TurnScope, heard: InterpretedMessage): boolean {
  if (turn.said === null) return false;
  if (heard.kind === "topic" && heard.topic === "not_in_guide") return true;
  const said = ` ${normalize(turn.said)} `;
  const again = turn.words("returned.again-words").split(", ");
  const isHelp = heard.kind === "command" && heard.command === "help";
  const isOwn =
    isHelp || heard.kind === "ask-back" || OWN_WORDS.includes(heard.kind) || topicOf(heard) !== null;
  return isOwn && again.some((words) => said.includes(` ${words} `));
}

/** Returns the topic of a message, or null where it has none. */
function topicOf(heard: InterpretedMessage): string | null {
  if (heard.kind === "answer") return heard.answer.kind === "choice" ? heard.answer.topic : null;
  return heard.kind === "topic" ? heard.topic : null;
}

/** Asks, once, whether a message is about the closed ticket. If not, it is answered as what it is. */
async function offerToReopen(dc: DialogContext, turn: TurnScope, heard: InterpretedMessage): Promise<void> {
  if (turn.state.justClosed) new DialogStack(dc).reset("fork");
  turn.state.justClosed = turn.state.mayReopen = false;
  await pushDetour(dc, turn, "reopen", { which: [topicOf(heard) ?? []].flat() });
}

/**
 * Runs one turn: settles the place, interprets the message, then interrupts or passes the answer to the open
 * waterfall.
 */
export async function converse(
  dialogs: DialogSet,
  context: TurnContext,
  incoming: IncomingMessage,
  recognizers: MessageRecognizers,
): Promise<void> {
  const turn = turnScopeOf(context);
  const dc = new DialogContext(dialogs, context, { dialogStack: turn.state.dialogStack });
  if (incoming.kind === "start") {
    if (dc.stack.length === 0) await dc.beginDialog("root");
    return;
  }
  if (dc.stack.length === 0 && incoming.kind === "message") new DialogStack(dc).reset("fork");
  if (incoming.kind === "message" && incoming.typed) turn.said = incoming.text;
  const moved = await settlePlace(dc);
  if (incoming.kind === "desk") return handleTicketEvent(dc, turn, incoming.told);
  let heard = await interpretMessage(
    turn,
    incoming,
    moved ? { here: NOWHERE, below: null } : await openPlaces(dc, turn),
    recognizers,
  );
  if (asksForPerson(heard)) {
    const choice = consentAskedHere(dc);
    if (choice !== null) heard = { kind: "answer", answer: { kind: "choice", choice, topic: null } };
  }
  if (moved && BESIDE_THE_POINT.has(heard.kind)) return;
  turn.open = null;
  if (heard.leavesDetour) popDetours(dc, turn);
  if (heard.kind === "distress") return interrupt(dc, turn, heard, recognizers);
  if (takesTicketBack(turn, heard)) return askWhetherToWithdraw(dc, turn);
  if (mayBeAboutTicket(dc, turn, heard)) return offerToReopen(dc, turn, heard);
  if (turn.learned.length > 0 && BEGINS.has(heard.kind)) turn.say([confirmFacts(turn)]);
  if (heard.kind === "answer" && turn.interpretation?.guess.several) turn.say(announceLater(turn));
  if (BEGINS.has(heard.kind))
    for (const id of turn.interpretation?.asides ?? []) await aboutDesk(dc, turn, id);
  if (heard.kind === "answer") {
    if (dc.activeDialog?.id !== "rate") turn.state.justClosed = false;
    turn.state.misses = turn.state.strays = 0;
    turn.answer = heard.answer;
    await locate(dc)?.waterfall.continueDialog(dc);
    if (turn.redirect) await followRedirect(dc, turn, recognizers);
  } else {
    turn.steppedAside = true;
    await interrupt(dc, turn, heard, recognizers);
  }
}

const asksForPerson = (heard: InterpretedMessage): boolean =>
  (heard.kind === "menu" && heard.choice === "person") ||
  (heard.kind === "command" && heard.command === "human") ||
  (heard.kind === "wish" && heard.act.id === "person" && !heard.act.denied && !heard.act.conditional);

/**
 * Returns the choice that agrees where the open question offers a person, else null: there, a request for a person is
 * a yes.
 */
const consentAskedHere = (dc: DialogContext): string | null => {
  const at = locate(dc);
  if (at?.waterfall.id === "distress") return TO_A_PERSON;
  return at?.waterfall.id === "escalate" && at.step.name === "consent" ? "yes" : null;
};

async function followRedirect(
  dc: DialogContext,
  turn: TurnScope,
  recognizers: MessageRecognizers,
): Promise<void> {
  const { redirect } = turn;
  turn.redirect = null;
  if (redirect === null) return;
  if (LEAVES_DETOUR.has(redirect.kind)) new DialogStack(dc).closeFrom(dc.stack.length - 1);
  await interrupt(dc, turn, redirect, recognizers);
}

/** What a matter begins with: what was told with it is said back. */
const BEGINS: ReadonlySet<InterpretedMessage["kind"]> = new Set(["answer", "topic", "wish", "which"]);

/** Builds the message that says learned facts back; for money that is stuck it offers a person. */
const confirmFacts = (turn: TurnScope): Message =>
  note(turn, confirmLearned(turn.context, turn.learned), {
    offersPerson: turn.learned.some(({ fact }) => fact === "money"),
  });

/** Builds the message that names the topics put off until later; an empty list where there are none. */
function announceLater(turn: TurnScope): Message[] {
  const titles = turn.state.case.later.flatMap(
    (id) => turn.guide.topics.find((topic) => topic.id === id)?.title ?? [],
  );
  return titles.length === 0 ? [] : [note(turn, turn.words("facts.later", { topics: titles.join(", ") }))];
}

/** Moves that leave the detour which asked for them. */
const LEAVES_DETOUR: ReadonlySet<Redirect["kind"]> = new Set(["topic", "flow", "answer"]);

const NOWHERE: OpenPlace = { question: null, place: null };
/** what a message meant for a step that has gone since is not worth a word */
const BESIDE_THE_POINT: ReadonlySet<InterpretedMessage["kind"]> = new Set([
  "remark",
  "ask-back",
  "told",
  "which",
  "old-button",
]);

/** Resolves the open question and, where a detour asks what was meant, the question below it. */
async function openPlaces(dc: DialogContext, turn: TurnScope): Promise<OpenPlaces> {
  const top = dc.stack.length - 1;
  const here = await openPlace(turn, locate(dc));
  if (!asksWhatWasMeant(dc.activeDialog?.id ?? "")) return { here, below: null };
  const under = dc.stack.findLastIndex(({ id }, at) => at < top && !isDetour(id));
  return { here, below: await openPlace(turn, locateAt(dc, under)) };
}

async function openPlace(turn: TurnScope, at: Location | null): Promise<OpenPlace> {
  if (at?.step.asksDesk) await turn.askDesk();
  const shown = at && turn.view(at.step);
  return at && shown && "ask" in shown
    ? { question: shown.ask, place: `${at.waterfall.id}.${at.step.name}` }
    : NOWHERE;
}
