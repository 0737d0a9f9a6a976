import type { AddressFault } from "../runtime/email-address.ts";

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
  /** a recognised topic that picks this choice */
  topics?: readonly string[];
}

/** The question that waits for an answer: its choices, and the kind of value it takes besides them. */
export interface OpenQuestion {
  choices: readonly Choice[];
  takes: "choice" | "moment" | "email" | "text";
  /** a yes or no counts only when it is said in so many words, as before something final */
  plainly?: boolean;
}

/** A day in the past, or how long ago, as the person said it. `days` counts back from now; both null when vague ("ages ago"). */
export interface DateAnswer {
  said: string;
  /** ISO date, `2026-11-03` */
  date: string | null;
  days: number | null;
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

/** What a text means where it was said. The first five answer the open question. */
export type Interpretation = { anger: boolean; guess: TopicGuess } & (
  | { kind: "choice"; choice: string }
  | { kind: "moment"; moment: DateAnswer }
  | { kind: "email"; heard: Exclude<EmailInterpretation, { kind: "none" }> }
  | { kind: "text"; text: string }
  | { kind: "command"; command: Command }
  | { kind: "topic"; topic: string }
  | { kind: "which"; topics: readonly string[] }
  | { kind: "unsure" }
);
