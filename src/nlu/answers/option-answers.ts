import type { FoundAct } from "../acts/spoken-act.ts";
import type { Act, OpenQuestion, Sureness, TopicGuess, Where } from "../interpretation.ts";
import { CLOSING, isAtBeginning, isWish, isYesNo, type Parts, type Said, SURE_STATEMENT } from "../said.ts";
import { readAnswer, tellsNotice } from "./answer.ts";
import { isDenied, namedTogether } from "./choice.ts";
import type { OptionMatch } from "./option-match.ts";

/** Below this an option is not even asked back; from `SURE` on it is taken, and from `SAFE` on where it opens no gate. */
const NEAR = 0.5;

export const SURE = 0.88;

const SAFE = 0.6;

/** Words after "no" or "yes" that say nothing more. */
const FEW_MORE = 2;

/** Topics that are answered, not acted on, when somebody only asks. */
const DOUBTS: readonly string[] = ["decide", "future_plans", "alt_strategy", "alt_pause", "restore"];

/** An option is asked back on little where another one was denied. */
const LEFT_OVER = 0.1;

/** The options of the open question by how well a text fits them, without those that it denies. */
export function optionsOf(
  { text, folded, guess }: Said,
  question: OpenQuestion | null,
  place: string | null,
  { options, words }: Parts,
): readonly OptionMatch[] {
  if (question === null || place === null) return [];
  const keeps = guess.negated.includes(CLOSING);
  const isOnClosing = question.choices.some(({ wish }) => wish === "delete" || wish === "keep");
  if (keeps && guess.topic === null && !isOnClosing) return [];
  const found = options(text, place).filter(({ option }) => question.choices.some(({ id }) => id === option));
  const denied = question.choices.filter(
    (choice) => isDenied(folded, choice, words) || (keeps && choice.wish === "delete"),
  );
  if (denied.length === 0) return found;
  const left = found.filter(({ option }) => !denied.some(({ id }) => id === option));
  const [best] = left;
  const raised = best !== undefined && best.score >= LEFT_OVER ? Math.max(best.score, NEAR) : 0;
  return [
    ...left.map((match, at) =>
      at === 0 && !keeps ? { ...match, score: Math.max(match.score, raised) } : match,
    ),
    ...denied.map(({ id }) => ({ option: id, score: 0 })),
  ];
}

/** What a text answers to the open question, the surest first. */
export async function answersOf(
  said: Said,
  options: readonly OptionMatch[],
  question: OpenQuestion,
  { now, place }: Where,
  parts: Parts,
): Promise<Act[]> {
  const read = await readAnswer(said, question, now, parts);
  if (read?.kind === "moment") return [{ act: "moment", moment: read.moment }];
  if (read?.kind === "text") return [{ act: "text", text: read.text }];
  const seen = seenOf(said, options, question, isAtBeginning(place));
  return (
    togetherAnswer(seen) ??
    wholeYesNo(seen) ??
    wishAnswer(seen, parts.words) ??
    meantAnswer(seen) ??
    (read === undefined ? null : choiceAnswer(seen, read.choice)) ??
    noticeKept(seen, parts.words) ??
    nearAnswer(seen) ??
    []
  );
}

/** What the ways to find an answer look at. */
interface Seen {
  said: Said;
  question: OpenQuestion;
  options: readonly OptionMatch[];
  /** the option that the text may mean by its examples */
  meant: OptionMatch | null;
  /** a yes or no that is not denied and under no condition, and its option */
  yesNo: FoundAct | undefined;
  byYesNo: string | undefined;
  atBeginning: boolean;
}

function seenOf(
  said: Said,
  options: readonly OptionMatch[],
  question: OpenQuestion,
  atBeginning: boolean,
): Seen {
  const [best] = options;
  const yesNo = said.spoken.find((act) => isYesNo(act) && !act.denied && !act.conditional);
  return {
    said,
    question,
    options,
    meant: best !== undefined && best.score >= NEAR ? best : null,
    yesNo,
    byYesNo: yesNo && question.choices.find(({ means }) => means === yesNo.act)?.id,
    atBeginning,
  };
}

const answer = (option: string, sure: Sureness): Act[] => [{ act: "answer", option, sure }];

/** Options that are named together. */
function togetherAnswer({ said, question }: Seen): Act[] | null {
  const { choices, several } = question;
  const [together] = several ? namedTogether(said.folded, choices, several) : [];
  return together !== undefined && !said.asking ? answer(together, "sure") : null;
}

/** A yes or no that is all of the text, unless the text names an option. */
function wholeYesNo({ said, meant, yesNo, byYesNo }: Seen): Act[] | null {
  const isNamed = meant !== null && meant.score >= SURE && said.folded.includes(" ");
  if (!yesNo?.whole || isNamed) return null;
  return byYesNo ? answer(byYesNo, yesNo.id === "probably" ? "near" : "sure") : [];
}

/** The option that fulfils a wish. */
function wishAnswer({ said, question, meant, byYesNo }: Seen, words: Parts["words"]): Act[] | null {
  const { spoken, asking, folded } = said;
  const { choices } = question;
  const wish = asking ? undefined : spoken.find((act) => isWish(act) && !act.denied && !act.conditional);
  const byWish =
    wish &&
    choices.find(
      (choice) => choice.wish !== undefined && choice.wish === wish.id && !isDenied(folded, choice, words),
    )?.id;
  if (!byWish) return null;
  const isSame = (id: string | undefined): boolean =>
    id === undefined || id === byWish || choices.find((choice) => choice.id === id)?.wish === wish?.id;
  const denies = [...words.negations].some((word) => ` ${folded} `.includes(` ${word} `));
  return answer(byWish, isSame(byYesNo) && (denies || isSame(meant?.option)) ? "sure" : "near");
}

const means = ({ choices }: OpenQuestion, id: string, meaning: "yes" | "no"): boolean =>
  choices.some((choice) => choice.id === id && choice.means === meaning);

/** Whether an option may be taken on less: one that opens no gate, or a yes with thanks where words are taken. */
function isSafe({ question, said }: Seen, id: string): boolean {
  const stays = question.choices.some(
    (choice) => choice.id === id && choice.means === "no" && choice.wish === undefined,
  );
  const isThanked = question.takes === "text" && said.spoken.some(({ act }) => act === "thanks");
  return (question.isGate === true && stays) || (isThanked && means(question, id, "yes"));
}

/** How surely an option that the text surely means is taken: a question, and a doubt at a gate, are asked back. */
function sureness({ said, question, atBeginning }: Seen, id: string): Sureness {
  const isDoubted =
    question.isGate === true && said.spoken.some(({ act, denied }) => act === "unsure" && !denied);
  const doubts = (said.asking && !atBeginning) || (isDoubted && means(question, id, "yes"));
  return doubts ? "near" : "sure";
}

/** The option whose examples the text is surely like. */
function meantAnswer(seen: Seen): Act[] | null {
  const { meant, byYesNo } = seen;
  if (meant === null) return null;
  const enough = isSafe(seen, meant.option) ? SAFE : SURE;
  return meant.score >= enough || byYesNo === meant.option
    ? answer(meant.option, sureness(seen, meant.option))
    : null;
}

/** The option that exact words, the topic or a place in the list picks. */
function choiceAnswer(seen: Seen, choice: string): Act[] | null {
  const { said, question, options, meant } = seen;
  const { guess, asking } = said;
  const byTopic = isByTopic(question.choices, choice, guess);
  const doubts = byTopic && (asking ? DOUBTS.includes(guess.topic ?? "") : isGuessedInAnger(said));
  const keeps =
    guess.negated.includes(CLOSING) &&
    question.choices.some(({ id, wish: on }) => id === choice && on === "delete");
  if (isDeniedIn(options, choice) || doubts || keeps) return null;
  return answer(choice, meant !== null && meant.option !== choice ? "near" : sureness(seen, choice));
}

/** A pasted notice, where one is kept and no option fits. */
function noticeKept({ said, question, meant, byYesNo }: Seen, words: Parts["words"]): Act[] | null {
  const whole = said.whole ?? said.text;
  const isKept = question.notice === "kept" && meant === null && byYesNo === undefined;
  return isKept && tellsNotice(whole, words) ? [{ act: "text", text: whole }] : null;
}

/** What is worth asking back, or a yes or no with more behind it. */
function nearAnswer({ said, question, options, meant, yesNo, byYesNo }: Seen): Act[] | null {
  if (meant !== null && mayBeMeant(said, meant.option, question)) return answer(meant.option, "near");
  if (byYesNo && yesNo !== undefined && !isDeniedIn(options, byYesNo))
    return answer(byYesNo, said.folded.split(" ").length <= FEW_MORE ? "sure" : "led");
  return null;
}

/** Whether an option that is only near is worth asking back: not a yes to "I don't want to close", nor words at an address. */
function mayBeMeant({ guess }: Said, option: string, { choices, takes }: OpenQuestion): boolean {
  const isYes = choices.some(({ id, means }) => id === option && means === "yes");
  return takes !== "email" && !(isYes && guess.negated.includes(CLOSING));
}

/** Whether a text denies an option. */
export const isDeniedIn = (options: readonly OptionMatch[], id: string): boolean =>
  options.some(({ option, score }) => option === id && score === 0);

const isGuessedInAnger = ({ anger, guess: { score } }: Said): boolean => anger && score < SURE_STATEMENT;

const isByTopic = (choices: OpenQuestion["choices"], option: string, { topic }: TopicGuess): boolean =>
  topic !== null && choices.some(({ id, topics }) => id === option && topics?.includes(topic) === true);
