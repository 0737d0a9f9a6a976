import type { Guide } from "../src/guide/guide.ts";
import { explainsClicks } from "./question.ts";
import { type Message, message, type Prompt, withPassages } from "./step.ts";
import type { TurnScope } from "./turn-scope.ts";

/** Words of a turn with its question, outside gates; so many of them are left to the passages in any case. */
const MOST_WORDS = 35;
const LEAST_WORDS = 20;
/** Words that "Tell me more" says at once. */
const MOST_MORE = 70;

const countWords = (text: string): number =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** Counts down the words that a turn may still say. */
class Allowance {
  private left: number;

  constructor(most: number) {
    this.left = most;
  }

  spend(text: string | undefined): void {
    this.left -= countWords(text ?? "");
  }

  holds(text: string): boolean {
    return countWords(text) <= this.left;
  }
}

/** Counts the words of a question, its passages apart. */
const questionWords = (open: Prompt | null): number =>
  countWords(`${open?.around.before ?? ""} ${open?.around.after ?? ""}`);

/** Takes passages, in order, for as long as they fit; the first one is taken in any case. */
function fitting(guide: Guide, passages: readonly string[], allowance: Allowance): string[] {
  const taken: string[] = [];
  for (const id of passages) {
    const { text } = guide.passage(id);
    if (taken.length > 0 && !allowance.holds(text)) break;
    allowance.spend(text);
    taken.push(id);
  }
  return taken;
}

/** Builds what "Tell me more" says; null where nothing waits that the guide still has and that may be told now. */
export function tellMore({ context, guide, state }: TurnScope): Message | null {
  const waiting = state.more.filter(
    (id) => guide.passages.has(id) && (explainsClicks(context) || !guide.clicks.has(id)),
  );
  const told = fitting(guide, waiting, new Allowance(MOST_MORE));
  if (told.length === 0) return null;
  return message(context, "I", told, { requested: true, whole: true, more: waiting.slice(told.length) });
}

/**
 * Shortens what a turn says: what was told before is left out unless it was asked for, and what is too much waits
 * behind "Tell me more". At a gate everything of its own is said. A question that is asked again is asked without its explanation.
 */
export function shorten(turn: TurnScope): void {
  const { guide, lines, open, state } = turn;
  const isGate = open?.isGate === true;
  const isAskedAgain = open !== null && state.nonce !== null;
  const allowance = new Allowance(Math.max(LEAST_WORDS, MOST_WORDS - questionWords(open)));
  const told = new Set(state.told);
  const waiting: string[] = [];
  const short = <M extends Message>(line: M, leaves: (id: string) => boolean): M => {
    const passages = line.passages.filter((id) => line.requested || isGate || !leaves(id));
    allowance.spend(line.around.before);
    allowance.spend(line.around.after);
    const said = (isGate && !line.requested) || line.whole ? passages : fitting(guide, passages, allowance);
    for (const id of said) told.add(id);
    waiting.push(...passages.slice(said.length), ...(line.more ?? []));
    return said.length === line.passages.length ? line : withPassages(guide, line, said);
  };
  const isRepeated = (id: string): boolean => told.has(id) && !guide.clicks.has(id);
  const kept = lines.map((line) => short(line, isRepeated)).filter(({ text, card }) => text !== "" || card);
  lines.splice(0, lines.length, ...kept);
  if (open) turn.ask(askShort(short(open, isAskedAgain ? (id) => told.has(id) : isRepeated), isAskedAgain));
  const left = [...new Set(waiting)].filter((id) => !told.has(id));
  const isAnswered = kept.some(({ requested }) => requested);
  if (left.length > 0 || isAnswered || !isAskedAgain) state.more = left;
  else state.more = state.more.filter((id) => !told.has(id));
}

/** Leaves out the progress card of a question that is asked again: it stands above. */
const askShort = (question: Prompt, isAskedAgain: boolean): Prompt =>
  isAskedAgain && PROGRESS.has(question.card?.kind) ? { ...question, card: undefined } : question;

const PROGRESS: ReadonlySet<string | undefined> = new Set(["checklist", "steps"]);
