import type { TopicGuess } from "../../src/nlu/interpretation.ts";
import { OUT_OF_SCOPE_TOPICS, serves } from "../../src/nlu/topics/decision.ts";

/** A classified text, and its accepted topics. */
export interface Judged {
  text: string;
  accept: readonly string[];
  guess: Omit<TopicGuess, "negated">;
}

/**
 * Shares of texts, 0 to 1. `direct`, `wrong`, `asked`, `refused` and `unsure` refer to in-scope texts and add up to one.
 */
export interface Figures {
  texts: number;
  direct: number;
  /** right at once, or among three buttons */
  served: number;
  wrong: number;
  /** share of in-scope texts that get buttons */
  asked: number;
  refused: number;
  unsure: number;
  noneTexts: number;
  /** share of out-of-scope texts that are refused */
  recognised: number;
  /** share of out-of-scope texts that a guide topic is given for */
  taken: number;
}

export function figures(judged: readonly Judged[]): Figures {
  const none = judged.filter(({ accept }) => accept.every((topic) => OUT_OF_SCOPE_TOPICS.includes(topic)));
  const guide = judged.filter((one) => !none.includes(one));
  const share = (of: readonly Judged[], test: (one: Judged) => boolean) =>
    of.filter(test).length / (of.length || 1);
  return {
    texts: guide.length,
    direct: share(guide, isDirect),
    served: share(guide, (one) => isDirect(one) || isAmongButtons(one)),
    wrong: share(guide, isWrong),
    asked: share(guide, isAsked),
    refused: share(guide, isRefused),
    unsure: share(guide, ({ guess }) => guess.topic === null),
    noneTexts: none.length,
    recognised: share(none, isRefused),
    taken: share(none, isWrong),
  };
}

/** Returns whether the top topic was acted on and is right, or serves the right one. */
export function isDirect({ guess, accept }: Judged): boolean {
  const { topic } = guess;
  return topic !== null && guess.alternatives.length === 0 && accept.some((right) => serves(topic, right));
}

/** Returns whether a wrong topic was acted on. Refusals are counted separately. */
export function isWrong(one: Judged): boolean {
  return one.guess.topic !== null && one.guess.alternatives.length === 0 && !isDirect(one) && !isRefused(one);
}

export function isRefused({ guess }: Judged): boolean {
  return OUT_OF_SCOPE_TOPICS.includes(guess.topic ?? "");
}

function isAsked({ guess }: Judged): boolean {
  return guess.topic !== null && guess.alternatives.length > 0;
}

function isAmongButtons({ guess, accept }: Judged): boolean {
  const offered = guess.topic === null ? [] : [guess.topic, ...guess.alternatives.map(({ topic }) => topic)];
  return offered.length > 1 && offered.some((topic) => accept.some((right) => serves(topic, right)));
}

/** Returns the area under the ROC curve: the share of pairs that the score orders correctly. */
export function auroc(ofRight: readonly number[], ofWrong: readonly number[]): number {
  const sorted = [
    ...ofRight.map((score) => ({ score, right: 1 })),
    ...ofWrong.map((score) => ({ score, right: 0 })),
  ];
  sorted.sort((a, b) => a.score - b.score || a.right - b.right);
  let below = 0;
  let ordered = 0;
  for (const { right } of sorted) {
    if (right === 1) ordered += below;
    else below++;
  }
  return ordered / (ofRight.length * ofWrong.length || 1);
}
