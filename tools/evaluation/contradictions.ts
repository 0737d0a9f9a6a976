import { normalize } from "../../src/nlu/normalize.ts";
import type { ReadText } from "../../src/nlu/topics/classifier.ts";
import { OUT_OF_SCOPE_TOPICS, serves } from "../../src/nlu/topics/decision.ts";
import type { Example } from "../../src/nlu/training/examples.ts";

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
