import type { AddressFault } from "../runtime/email-address.ts";
import type { AboutDesk, FoundAct, Wish } from "./acts/spoken-act.ts";
import type { AskedFor } from "./questions/asked-for.ts";

/** What a text says of e-mail addresses. */
export type EmailInterpretation =
  /** the text is this address and nothing else */
  | { kind: "whole"; address: string }
  /** one or more that the person may mean, to be asked back; `fault` is what is wrong with the text as it stands */
  | { kind: "unsure"; addresses: readonly string[]; fault: AddressFault | null; begins: "yes" | "no" | null }
  /** only such as are not to be used */
  | { kind: "denied" }
  | { kind: "refused"; fault: AddressFault }
  | { kind: "none" };

/** The words that work at any prompt. */
export type Command =
  | "human"
  | "cancel"
  | "back"
  | "restart"
  | "help"
  | "more"
  | "greeting"
  | "copy"
  | "erase"
  | "thanks"
  | "bye";

/** What may be clicked or said as the answer to the open question. */
export interface Choice {
  id: string;
  title: string;
  /** other ways to say it, compared word for word after lower-casing */
  words?: readonly string[];
  /** what a bare yes, no or "not sure" means here */
  means?: "yes" | "no" | "unsure";
  /** may be said, and has no button */
  unlisted?: true;
  /** throws away what the person has made: taken only in its own words */
  loses?: true;
  /** a recognised topic that picks this choice */
  topics?: readonly string[];
  /** the wish that this choice fulfils: "no, I want to delete it" */
  wish?: Wish | undefined;
}

/** Options that can hold together: their ids, the words that join them, and those that deny. */
export interface Several {
  ids: readonly string[];
  joins: readonly string[];
  denies: readonly string[];
}

/** The question that waits for an answer: its choices, and the kind of value it takes besides them. */
export interface OpenQuestion {
  choices: readonly Choice[];
  takes: "choice" | "moment" | "email" | "text";
  /** a yes or no counts only when it is said in so many words, as before something final */
  isGate?: boolean;
  /** an option that goes against something the person has said, and how it is asked back */
  standing?: { option: string; question: string };
  /** options that may be answered together */
  several?: Several;
  /** a notice of Upwork's that is pasted: it answers the question, or is only kept where no option fits */
  notice?: "answers" | "kept";
}

/** A day in the past, or how long ago, as the person said it. `days` counts back from now; both null when vague ("ages ago"). */
export interface DateAnswer {
  said: string;
  /** ISO date, `2026-11-03` */
  date: string | null;
  days: number | null;
  /** the person named the day itself, as in "October 3", or counted back roughly, as in "three weeks ago" */
  how?: "named" | "counted" | undefined;
  /** the days of which they are asked which they mean, as of 03/04; the first is the likelier, where a day is needed */
  choices?: readonly DateAnswer[] | undefined;
}

export interface TopicGuess {
  /** one of the ids of topics.json, or null when unsure */
  topic: string | null;
  /** 0 to 1 */
  score: number;
  alternatives: readonly { topic: string; score: number }[];
  /** the text is about `topic` and the alternatives as well: act on the topic, come back to the others */
  several?: true;
  /** for `not_in_guide`: the guide topic that comes nearest */
  nearest?: string;
  /** ids that the person said they do NOT want or are not in */
  negated: readonly string[];
}

/**
 * How surely a text names an option: word for word; by what it means; by a yes or no at its beginning, with more behind
 * it; or only nearly, so that it is asked back.
 */
export type Sureness = "exact" | "sure" | "led" | "near";

/** What somebody does with a message. One message may hold several acts. */
export type Act =
  | { act: "answer"; option: string; sure: Sureness }
  | { act: "moment"; moment: DateAnswer }
  | { act: "email"; heard: Exclude<EmailInterpretation, { kind: "none" }> }
  | { act: "text"; text: string }
  /** an earlier question gets another answer; `at` is its index in the step history */
  | { act: "correct"; at: number; option: string }
  /** `sure`: in so many words; otherwise guessed from a sentence */
  | { act: "command"; command: Command; sure: boolean }
  /** `asking`: put as a question; `follows`: after more of what was just told, as "how?"; `points`: it names nothing else; `score` 0 to 1 */
  | { act: "ask"; topic: string; score: number; asking: boolean; follows?: true; points?: true }
  | { act: "ask-which"; topics: readonly string[] }
  /** a bare yes where none of the options means yes */
  | { act: "which-one" }
  /** a yes or no with a condition: "yes but only if" */
  | { act: "conditional"; option: string | null }
  | Exclude<FoundAct, { act: "yes" | "no" }>
  /** `words`: it holds words of the language, so that it is no slip of the keys */
  | { act: "unclear"; words: boolean };

/** How a text was read: its acts, the most telling first, and what the topic classifier made of it. */
export interface Interpretation {
  acts: readonly Act[];
  /** what was asked beside an answer, in a sentence of its own */
  beside: readonly Extract<Act, { act: "ask" }>[];
  /** what was asked about the desk beside something else */
  asides: readonly AboutDesk[];
  /** the kinds of questions in it, and the things that they are about */
  asked: AskedFor;
  anger: boolean;
  guess: TopicGuess;
}

/** A question that was answered: its index in the step history, its place as `dialog.step`, and the option. */
export interface AnsweredQuestion {
  index: number;
  place: string;
  option: string;
}

/** Where a text was said. */
export interface Where {
  question: OpenQuestion | null;
  /** where the question stands, as `dialog.step` */
  place: string | null;
  /** the topic that was talked about last, for "how?" and "and then?" */
  lastTopic: string | null;
  /** the topic of the reason for leaving that was named, if one was */
  reason?: string | null;
  /** what a person would call what was told last, the likeliest first, so that "and the reviews?" is read with it */
  lastTitles: readonly string[];
  /** something was told since the question was asked, so that a short word may be about that */
  sideAnswered: boolean;
  /** money that is still to come, as the person said it, and the topic that tells of it */
  money: { said: string; topic: string } | null;
  /** the questions answered before, newest first, for corrections */
  answered: readonly AnsweredQuestion[];
  now: Date;
}
