import { type DistressKind, distressKinds } from "../src/nlu/distress/distress.ts";
import { normalize } from "../src/nlu/normalize.ts";
import type { Outlook } from "../src/tickets/availability.ts";
import type { InterpretedMessage } from "./interpreted-message.ts";
import { type Message, message, prompt, type Step, type StepContext, type StepResult } from "./step.ts";
import type { TurnScope } from "./turn-scope.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** The choice that asks for a person. */
export const TO_A_PERSON = "person";

const PLACE = "distress.care";

/** Returns the topic of messages that answer this kind of distress. */
export const distressTopic = (kind: DistressKind): string => `distress_${kind}`;

/** Reports whether a topic is one of distress, with which the guide cannot go on. */
export const isDistress = (topic: string): boolean =>
  distressKinds.some((kind) => distressTopic(kind) === topic);

const kindOf = (conversation: StepContext): DistressKind => conversation.case.distress?.kind ?? "crisis";

/**
 * Renders words of care with the crisis line of the person's country. In a crisis the most important ones also come in
 * their language.
 */
export function supportPrompt(conversation: StepContext, which: "first" | "again"): string {
  const kind = kindOf(conversation);
  if (kind !== "crisis") return conversation.words(`distress.${kind}-${which}`);
  const line = conversation.crisisLine;
  const native = conversation.native?.crisis.replace("{line}", () => line);
  const text = conversation.words(`distress.${kind}-${which}`, { line });
  return native === undefined ? text : `${native}\n\n${text}`;
}

/** Builds a message to somebody in distress. */
export const supportMessage = (conversation: StepContext, text: string, offersPerson = false): Message =>
  message(conversation, null, [], { before: text, topic: distressTopic(kindOf(conversation)), offersPerson });

const isSomebodyThere = ({ manned, attendance: { kind } }: Outlook): boolean =>
  manned && (kind === "always" || kind === "now");

/** Renders the offer of a person; it says so where nobody is there. */
function offerPerson(conversation: StepContext): string {
  const there = conversation.outlook === null || isSomebodyThere(conversation.outlook);
  const ask = conversation.ticket?.state.kind === "open" ? "distress.raise" : "distress.offer";
  return [there ? "" : conversation.words("distress.nobody-there"), conversation.words(ask)]
    .filter((part) => part !== "")
    .join(" ");
}

const care: Step = {
  name: "care",
  title: (conversation) => conversation.words("places.distress"),
  asksDesk: true,
  show: (conversation) => ({
    says: [supportMessage(conversation, supportPrompt(conversation, "first"), true)],
    ask: prompt(supportMessage(conversation, offerPerson(conversation), true), [
      {
        id: TO_A_PERSON,
        title: conversation.native?.person ?? conversation.words("distress.person"),
        means: "yes",
      },
    ]),
  }),
  take: (conversation) =>
    conversation.ticket?.state.kind === "open" ? raisePriority(conversation) : openUrgentTicket(conversation),
};

/** Opens a ticket at once, as urgent, with what was said; the contact can be changed afterwards. */
const openUrgentTicket = (conversation: StepContext): StepResult => ({
  case: {
    goal: conversation.case.goal ?? "person",
    cause: "distress",
    summary: summaryOf(conversation),
    contact: { kind: "here" },
    reopening: false,
  },
  effect: "open-ticket",
  move: { kind: "switch", dialog: "escalate", at: "opened" },
});

const raisePriority = (conversation: StepContext): StepResult => ({
  case: { cause: "distress" },
  effect: "raise-ticket",
  says: [supportMessage(conversation, conversation.words("distress.raised"))],
  move: { kind: "switch", dialog: "escalate", at: "waiting" },
});

/** Returns the summary for agents: the kind of distress and the person's own words. */
function summaryOf(conversation: StepContext): string {
  const said = conversation.case.distress?.said ?? "";
  const what = conversation.words(`summary.distress-${kindOf(conversation)}`);
  return said === "" ? what : `${what}\n${conversation.words("summary.question", { words: said })}`;
}

/** Builds the message to somebody in distress who waits for a person; it says nothing of the guide. */
export const supportWhileWaiting = (conversation: StepContext): Message =>
  supportMessage(
    conversation,
    kindOf(conversation) === "crisis"
      ? conversation.words("distress.meanwhile-crisis", { line: conversation.crisisLine })
      : conversation.words("distress.meanwhile"),
  );

/** Meets distress before anything else: a few caring words, and one button to a person. */
export const makeDistress = (): GuideWaterfall => new GuideWaterfall("distress", [care]);

const listOf = (turn: TurnScope, key: "yes-words" | "not-words" | "no-answer"): string[] =>
  turn.words(`distress.${key}`).split(", ");

/** Reports whether the typed text is only an "ok" or a "no", which agents need not see. */
export const isFiller = (turn: TurnScope): boolean =>
  listOf(turn, "no-answer").includes(normalize(turn.said ?? ""));

/**
 * Interprets typed text where a person is offered: only an explicit yes opens a ticket. Returns null where it is no
 * answer to the offer.
 */
export function answerToSupport(
  turn: TurnScope,
  text: string,
  place: string | null,
): InterpretedMessage | null {
  if (place !== PLACE) return null;
  const said = normalize(text);
  const has = (words: string): boolean => ` ${said} `.includes(` ${words} `);
  if (listOf(turn, "no-answer").includes(said))
    return {
      kind: "remark",
      act: { act: "acknowledge", id: null, whole: true, denied: false, conditional: false },
    };
  const begins = listOf(turn, "yes-words").some((yes) => said === yes || said.startsWith(`${yes} `));
  if (!begins || listOf(turn, "not-words").some(has) || said.split(" ").length > LONGEST_YES) return null;
  return { kind: "answer", answer: { kind: "choice", choice: TO_A_PERSON, topic: null } };
}

/** A longer text says more than yes. */
const LONGEST_YES = 8;
