import { z } from "zod";
import { normalize } from "../../src/nlu/normalize.ts";
import type { ReadText } from "../../src/nlu/topics/classifier.ts";
import { OUT_OF_SCOPE_TOPICS, serves } from "../../src/nlu/topics/decision.ts";
import type { Example } from "../../src/nlu/training/examples.ts";

const Pairs = z.array(
  z.strictObject({ because: z.string(), pairs: z.array(z.tuple([z.string(), z.string()])).min(1) }),
);
/** Pairs of examples that stay as they are: what tells them apart, or why no reader could. */
export const Settled = z.strictObject({ toldApart: Pairs, ambiguous: Pairs });
export type Settled = z.infer<typeof Settled>;

const pairsOf = ({ toldApart, ambiguous }: Settled) =>
  [...toldApart, ...ambiguous].flatMap(({ pairs }) => pairs);

export function isSettled({ one, other }: Contradiction, settled: Settled): boolean {
  return pairsOf(settled).some((pair) => pair.includes(one.text) && pair.includes(other.text));
}

/** The settled pairs of which a text is no example any more, or that have one topic by now. */
export function staleIn(settled: Settled, examples: readonly Example[]): [string, string][] {
  const topicOf = new Map(examples.map(({ text, topic }) => [text, topic]));
  return pairsOf(settled).filter((pair) => {
    const [one, other] = pair.map((text) => topicOf.get(text));
    return one === undefined || other === undefined || one === other;
  });
}

/** Two examples that say nearly the same under different topics. */
export interface Contradiction {
  one: Example;
  other: Example;
  /** cosine of their meanings */
  alike: number;
}

interface Told {
  example: Example;
  words: ReadonlySet<string>;
}

/** So much of the words that tell something two examples must share, and so alike their meanings must be. */
const LEAST_SHARED = 0.6;
const LEAST_ALIKE = 0.75;
/** Words in more examples than this tell little. */
const MOST_EXAMPLES = 1_500;

/** Finds the nearest neighbours of different topics, the most alike first. Words of `empty` count for nothing. */
export function contradictions(
  examples: readonly Example[],
  { read, empty }: { read: ReadText; empty: ReadonlySet<string> },
): Contradiction[] {
  const told = examples
    .map((example): Told => {
      const words = normalize(example.text).split(" ");
      return { example, words: new Set(words.filter((word) => !empty.has(word))) };
    })
    .filter(({ words }) => words.size > 1);
  const byWord = new Map<string, Told[]>();
  for (const one of told) for (const word of one.words) byWord.set(word, [...(byWord.get(word) ?? []), one]);
  const meanings = new Map<string, Float32Array>();
  const meaningOf = (text: string): Float32Array => {
    const meaning = meanings.get(text) ?? read(text).meaning;
    meanings.set(text, meaning);
    return meaning;
  };
  const met = new Set<Told>();
  return told
    .flatMap((one) => {
      met.add(one);
      return [...new Set([...one.words].flatMap((word) => neighbours(byWord.get(word) ?? [])))]
        .filter((other) => !met.has(other) && isOfAnotherTopic(one.example, other.example))
        .filter((other) => shared(one.words, other.words) >= LEAST_SHARED)
        .map((other) => ({
          one: one.example,
          other: other.example,
          alike: cosine(meaningOf(one.example.text), meaningOf(other.example.text)),
        }));
    })
    .filter(({ alike }) => alike >= LEAST_ALIKE)
    .sort((a, b) => b.alike - a.alike);
}

const neighbours = (examples: readonly Told[]): readonly Told[] =>
  examples.length > MOST_EXAMPLES ? [] : examples;

/** Topics of which one serves for the other do not contradict each other, nor do the two kinds of refusal. */
const isOfAnotherTopic = (one: Example, other: Example): boolean =>
  !serves(one.topic, other.topic) &&
  !(OUT_OF_SCOPE_TOPICS.includes(one.topic) && OUT_OF_SCOPE_TOPICS.includes(other.topic));

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return common / (a.size + b.size - common);
}

/** The cosine of two vectors of length 1. */
const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
