import { DETOURS } from "../../../dialogs/dialog-stack.ts";
import type { ConversationState } from "../../../dialogs/state.ts";
import type { Choice } from "../../../src/nlu/interpretation.ts";
import type { Kind, Sideways } from "./messages.ts";
import { type Exchange, placeIn } from "./places.ts";

interface RestsOn {
  topic: string | null;
  passages: readonly string[];
  offersPerson: boolean;
}

const restsOn = ({ said }: Exchange): (RestsOn & { text: string })[] =>
  said.map(({ text, channelData }) => ({ text: text ?? "", ...(channelData?.["guide"] as RestsOn) }));

/** Acts that answer with a value. */
const VALUES: readonly (string | undefined)[] = ["text", "moment", "email"];

/** The option that was taken as the answer to the question that was open; `text` for words; null: none, also where a matter was begun that comes back. */
function takenIn({ before, after }: Exchange): string | null {
  const trail = after.state.trail;
  if (trail.length <= before.state.trail.length) return null;
  const newest = trail.findLast(({ nonce }) => nonce === before.state.nonce);
  if (newest === undefined) return null;
  if (VALUES.includes(after.act?.act)) return "text";
  return choiceOf({ before }, newest.answer)?.id ?? null;
}

const choiceOf = ({ before }: Pick<Exchange, "before">, option: string | null): Choice | undefined =>
  before.open?.choices.find(({ id }) => id === option);

/** What the desk keeps of the person's own words. */
const keptWords = ({ case: { draftFields, draft, summary, added, comment } }: ConversationState): string =>
  JSON.stringify([draftFields, draft, summary, added, comment]).toLowerCase();

function isFiled({ before, after }: Exchange, text: string): boolean {
  // a step back brings back what was kept there
  if (after.state.trail.length < before.state.trail.length) return false;
  const words = JSON.stringify(text).slice(1, -1).toLowerCase();
  return keptWords(after.state).includes(words) && !keptWords(before.state).includes(words);
}

const flowsOf = ({ dialogStack }: ConversationState): string[] =>
  dialogStack
    .filter(({ state }) => state["aside"] !== true)
    .map(({ id }) => id)
    .filter((id) => !isDetour(id));
const isDetour = (id: string): boolean => (DETOURS as readonly string[]).includes(id);

/** Whether a dialog that was open is gone though nothing was answered; what only answers questions keeps nothing that could be lost. */
function isLeft(exchange: Exchange): boolean {
  if (takenIn(exchange) !== null) return false;
  const after = flowsOf(exchange.after.state);
  return flowsOf(exchange.before.state).some((id) => id !== "question" && !after.includes(id));
}

const CLOSING: readonly string[] = ["close", "checklist", "steps"];
const isClosing = (state: ConversationState): boolean =>
  state.dialogStack.some(({ id }) => CLOSING.includes(id));

/** Kinds that may lead elsewhere at once: they say so in so many words. */
const CLEAR: readonly Kind[] = ["command", "person", "delete", "keep", "correction", "distress"];
/** Kinds that answer no question whatever is asked. */
const NO_ANSWER: readonly Kind[] = [
  "again",
  "wait",
  "feeling",
  "command",
  "about-question",
  "about-desk",
  "distress",
  "language",
];

/** What somebody is told whose account stays. */
const stays = ({ before, after }: Exchange): boolean =>
  after.state.dialogStack.some(({ id }) => id === "stay" || id === "feedback") &&
  !before.state.dialogStack.some(({ id }) => id === "stay" || id === "feedback");

/** What is plainly wrong with an exchange; null: nothing. */
export function harmOf(exchange: Exchange, { kind, text, option, later }: Sideways): string | null {
  const { before, after } = exchange;
  const taken = takenIn(exchange);
  const means = choiceOf(exchange, taken)?.means;
  const isGate = before.open?.isGate === true;
  const isFree = kind === "gibberish" || kind === "denied" || kind === "correction";
  if (isFiled(exchange, text) && !isFree && kind !== "conditional") return "filed as the person's text";
  if (isGate && means === "yes" && kind !== "delete" && option !== taken) return `passed a gate: ${taken}`;
  if (!CLEAR.includes(kind) && isLeft(exchange)) return "left what was going on";
  if (kind !== "delete" && after.state.receipts.length > before.state.receipts.length)
    return "a decision is recorded";
  if (before.state.case.suspended && !isClosing(before.state) && isClosing(after.state))
    return "somebody who is suspended is led to deleting";
  if (NO_ANSWER.includes(kind) && taken !== null && !isSaid(exchange, taken, text))
    return `taken for ${taken}`;
  switch (kind) {
    case "denied":
      return taken === option ? `the denied ${option} is taken` : null;
    case "conditional":
      return means === "yes" && taken !== option && before.state.dialogStack.at(-1)?.id === "escalate"
        ? "the condition is dropped"
        : null;
    case "unsure":
      return taken !== null && means !== "unsure" ? `taken for ${taken}` : null;
    case "assent":
      if (later && taken !== null) return `taken for ${taken} after something else was said`;
      return taken !== null && means !== "yes" ? `taken for ${taken}` : null;
    case "dissent":
      return means === "yes" ? `taken for ${taken}` : null;
    case "again":
      return isReset(exchange) ? "all is undone without asking" : null;
    case "distress":
      return isGuide(exchange) ? "answered from the guide" : null;
    case "gibberish":
      return taken !== null && taken !== "text" ? `taken for ${taken}` : null;
    case "delete":
      return stays(exchange) ? "the account stays" : null;
    case "keep":
      return !isClosing(before.state) && isClosing(after.state) ? "led to deleting" : null;
    default:
      return null;
  }
}

/** Whether these are the words of the option. */
function isSaid(exchange: Exchange, taken: string, text: string): boolean {
  const choice = choiceOf(exchange, taken);
  return [choice?.title.toLowerCase(), ...(choice?.words ?? [])].includes(text.toLowerCase());
}

const isReset = ({ before, after }: Exchange): boolean =>
  before.state.trail.length > 0 && after.state.trail.length === 0 && placeIn(after.state) === "root.fork";

/** Whether a passage of the guide is told that is not of the open question itself. */
function isGuide(exchange: Exchange): boolean {
  const asked = exchange.before.open?.passages ?? [];
  return restsOn(exchange).some(({ passages }) => passages.some((id) => !asked.includes(id)));
}

const OUT_OF_SCOPE: readonly (string | null)[] = ["oos", "not_in_guide"];
const SHORT: readonly Kind[] = ["unsure", "wait", "assent", "dissent", "feeling"];

/** What a fair stranger would not expect of an exchange that does no harm; null: nothing. */
export function oddityOf(exchange: Exchange, { kind }: Sideways): string | null {
  const { before, after, said } = exchange;
  if (said.length === 0) return "no answer";
  if (SHORT.includes(kind) && restsOn(exchange).some(({ topic }) => OUT_OF_SCOPE.includes(topic)))
    return "a short word is none of the desk's matters";
  const isBeside = kind === "about-question" || kind === "about-desk" || kind === "wait";
  if (isBeside && takenIn(exchange) === null && placeIn(after.state) !== placeIn(before.state))
    return `goes to ${placeIn(after.state)}`;
  if (kind === "person" && !isWithPerson(exchange)) return "no person is offered";
  return null;
}

const isWithPerson = (exchange: Exchange): boolean =>
  exchange.after.ticket !== null ||
  exchange.after.state.dialogStack.some(({ id }) => id === "escalate") ||
  restsOn(exchange).some(({ offersPerson }) => offersPerson);
