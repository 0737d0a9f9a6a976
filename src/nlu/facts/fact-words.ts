import { z } from "zod";
import { normalize } from "../normalize.ts";

const Phrase = z.string().trim().min(1).transform(normalize);
const Phrases = z.array(Phrase);
const Words = Phrases.transform((phrases) => new Set(phrases));

/** The words that tell whether a fact is told of the person, and as one that is so. */
export const FactWords = z.strictObject({
  /** words at which a sentence is cut, and those before which the first of them is not */
  joints: Phrases,
  keepsTogether: Words,
  /** how what is only supposed begins */
  supposing: Phrases,
  /** so does what is told with a time, unless its words are of the past */
  timing: Phrases,
  present: Words,
  past: Words,
  /** what happens whenever a condition that comes behind is met */
  habitual: Words,
  /** words shortly before a fact that did not come about, and that deny it */
  unreal: Phrases,
  denials: Phrases,
  /** words that may stand beside a moment in a clause of its own */
  aroundMoments: Words,
  /** currency -> how it is written */
  currencies: z.record(z.string(), z.array(z.string().min(1).toLowerCase())),
  /** "k" -> 1000 */
  multiples: z.record(z.string(), z.number()),
  /** words behind an amount that is a price */
  notOwed: Phrases,
});
export type FactWords = z.infer<typeof FactWords>;

/** Whether folded words begin with a phrase. */
export const startsWithAny = (folded: string, phrases: readonly string[]): boolean =>
  phrases.some((phrase) => folded === phrase || folded.startsWith(`${phrase} `));

/** Whether a phrase stands in folded words. */
export const hasAny = (folded: string, phrases: readonly string[]): boolean =>
  phrases.some((phrase) => ` ${folded} `.includes(` ${phrase} `));
