import type { FindActs, FoundAct } from "./acts/spoken-act.ts";
import type { SpokenAnswer } from "./answers/answer.ts";
import type { MatchOptions } from "./answers/option-match.ts";
import type { FindDistress } from "./distress/distress.ts";
import type { Act, Command } from "./interpretation.ts";
import type { FindLanguage } from "./languages/language.ts";
import type { Lexicon } from "./lexicon.ts";
import type { ReadQuestion } from "./questions/asked-for.ts";
import type { Recognizers } from "./recognizers/recognizers.ts";
import type { TopicClassifier } from "./topics/classifier.ts";

/** What understanding needs of a language. */
export interface Parts {
  words: Lexicon;
  topics: TopicClassifier;
  recognizers: Recognizers;
  distress: FindDistress;
  acts: FindActs;
  languageOf: FindLanguage;
  asksFor: ReadQuestion;
  options: MatchOptions;
}

/** A text in the forms in which it is read. */
export interface Said extends SpokenAnswer {
  spoken: readonly FoundAct[];
  /** put as a question */
  asking: boolean;
  /** goes on from what was told last: "and the reviews?" */
  leans: boolean;
  /** asks about what was told last and names nothing else: "who decides that" */
  points: boolean;
  anger: boolean;
}

/** Whether nothing is asked but what the person wants. */
export const isAtBeginning = (place: string | null): boolean =>
  place === null || /^(root|question)\./.test(place);

export const isSure = (act: Act): boolean =>
  act.act === "answer" && (act.sure === "sure" || act.sure === "exact");

export const isAsk = ({ act }: Act): boolean => act === "ask" || act === "ask-which";

export const isWish = ({ act }: { act: string }): boolean => act === "wish";

export const isOnDeleting = (act: FoundAct): boolean =>
  act.act === "wish" && (act.id === "keep" || act.id === "delete");

export const isYesNo = ({ act }: FoundAct): boolean => act === "yes" || act === "no";

export const isAboutDesk = ({ act }: { act: string }): boolean =>
  act === "about-desk" || act === "about-question";

/** the topic of where to click to close the account */
export const CLICKS = "steps_navigate";

/** the topic of closing the account */
export const CLOSING = "steps";

/** A statement while something is asked is a topic of its own only when it is this sure; an angry one picks an answer only then. */
export const SURE_STATEMENT = 0.9;

export function isCommand(topic: string, words: Lexicon): topic is Command {
  return [...words.commands.values()].some((command) => command === topic);
}
