import type { Choice } from "../src/nlu/interpretation.ts";
import { contactFor } from "./escalate-address.ts";
import { summarise } from "./escalate-summary.ts";
import { afterBeginning, excerpt, holdsOne, tellingWords } from "./own-words.ts";
import { chosen, message, prompt, type Step, type StepContext, type StepResult } from "./step.ts";

const LONGEST_ADDED = 300;
const MOST_ADDED = 5;

/** Returns the result of a no to the handover: nothing is passed on. */
export const declineHandover = (conversation: StepContext): StepResult => ({
  case: { cause: null, added: [], anonymous: false },
  says: [message(conversation, "X", [], { before: conversation.words("escalate.declined") })],
  move: { kind: "end" },
});

/** The same question once more, after a word on what was said to it. */
const stay = (
  conversation: StepContext,
  key: "added" | "name-left-out" | "any-time" | "need-not" | "not-yet",
  change: StepResult["case"] = {},
): StepResult => ({
  case: change,
  says: [message(conversation, "X", [], { before: conversation.words(`escalate.${key}`) })],
  move: { kind: "to", step: "consent" },
});

const withAdded = ({ case: { added } }: StepContext, text: string): string[] =>
  [...added, excerpt(text, LONGEST_ADDED)].slice(-MOST_ADDED);

/** How many words a text must have that tell something, so that people read it. */
const TELLING = 2;

const tells = ({ words }: StepContext, text: string): boolean => tellingWords(text, words) >= TELLING;

/** Opens the ticket, with what was said along with the yes. */
function openOnConsent(conversation: StepContext, added: string[]): StepResult {
  const whole = { ...conversation, case: { ...conversation.case, added } };
  const opened = contactFor(conversation, { kind: "here" });
  return {
    ...opened,
    case: { ...opened.case, summary: summarise(whole), added: [], reopening: false, late: false },
  };
}

/** Takes a typed yes with what follows it; a yes with conditions keeps the question open. */
function takeYes(conversation: StepContext): StepResult {
  const { said, words } = conversation;
  const rest =
    said === null
      ? null
      : afterBeginning(said, `${words("escalate.yes-words")}, ${words("escalate.weak-yes-words")}`);
  if (rest === null || !tells(conversation, rest))
    return openOnConsent(conversation, conversation.case.added);
  const isCondition = words("escalate.condition-words")
    .split(", ")
    .some((word) => rest.toLowerCase().startsWith(`${word} `));
  const added = withAdded(conversation, rest);
  return isCondition ? stay(conversation, "added", { added }) : openOnConsent(conversation, added);
}

/** Adds typed words to the matter and says them back; the question stays open until it is answered. */
function takeMore(conversation: StepContext, text: string): StepResult {
  if (afterBeginning(text, conversation.words("escalate.yes-words")) !== null) return takeYes(conversation);
  if (!tells(conversation, text)) return stay(conversation, "not-yet");
  return stay(conversation, "added", { added: withAdded(conversation, text) });
}

const unlistedChoice = (conversation: StepContext, id: "later" | "private" | "anonymous"): Choice => ({
  id,
  title: conversation.words(`escalate.${id}-words`).split(", ")[0] ?? id,
  words: conversation.words(`escalate.${id}-words`).split(", "),
  unlisted: true,
});

/** Whether the matter may be passed on, as it is shown; nothing else is asked before there is a ticket. */
export const consent: Step = {
  name: "consent",
  title: (conversation) => conversation.words("places.escalate"),
  asksDesk: true,
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "X", [], {
        before: conversation.words("escalate.consent", { summary: summarise(conversation) }),
        offersPerson: true,
      }),
      [
        { id: "yes", title: conversation.words("escalate.yes"), means: "yes", wish: "person" },
        { id: "change", title: conversation.words("escalate.change") },
        { id: "no", title: conversation.words("escalate.no"), means: "no", wish: "no-person" },
        unlistedChoice(conversation, "anonymous"),
        unlistedChoice(conversation, "private"),
        unlistedChoice(conversation, "later"),
      ],
      "text",
    ),
  }),
  take: (conversation, answer) => {
    const { said, words } = conversation;
    const choice = chosen(answer);
    const holds = (key: "anonymous" | "private" | "later"): boolean =>
      choice === key || (said !== null && holdsOne(said, words(`escalate.${key}-words`)));
    if (holds("anonymous")) return stay(conversation, "name-left-out", { anonymous: true });
    if (choice === "change") return { move: { kind: "to", step: "summary" } };
    if (said !== null && choice !== "no" && holdsOne(said, words("escalate.leave-out-words")))
      return {
        says: [message(conversation, "X", [], { before: words("escalate.leave-out") })],
        move: { kind: "to", step: "summary" },
      };
    if (choice === "yes") return takeYes(conversation);
    if (choice === "no" && !holds("private")) return declineHandover(conversation);
    if (holds("private")) return stay(conversation, "need-not");
    if (holds("later")) return stay(conversation, "any-time");
    return answer.kind === "text" ? takeMore(conversation, answer.text) : stay(conversation, "not-yet");
  },
};
