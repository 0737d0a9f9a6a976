import type { Lexicon } from "../lexicon.ts";
import type { Found } from "../recognizers/recognizers.ts";
import { findNegation } from "../topics/negation.ts";

/** What a folded text says to a yes/no question when it says nothing else. */
export function exactYesNo(folded: string, words: Lexicon): "yes" | "no" | "unsure" | undefined {
  if (words.unsure.has(folded)) return "unsure";
  if (words.no.has(folded)) return "no";
  if (words.yes.has(folded)) return "yes";
  return undefined;
}

const FEW_WORDS = 3;

/** Yes or no as the first of few words: "nope none", "no carry on". */
export function leadingYesNo(folded: string, words: Lexicon): "yes" | "no" | undefined {
  const [first = "", ...rest] = folded.split(" ");
  if (rest.length === 0 || rest.length >= FEW_WORDS) return undefined;
  if (words.no.has(first)) return "no";
  return words.yes.has(first) ? "yes" : undefined;
}

/** Yes or no as the suite found it, when it found one of them only. */
export function foundYesNo(found: readonly Found[]): "yes" | "no" | undefined {
  const values = new Set(found.map(({ resolution }) => resolution?.value));
  if (values.size !== 1) return undefined;
  return values.has(true) ? "yes" : "no";
}

type DenyingWords = Parameters<typeof findNegation>[1] & Pick<Lexicon, "courtesies" | "no">;

/** Whether a folded text says what is not wanted and nothing besides: "i dont want to delete my account". */
export function onlyDenies(folded: string, words: DenyingWords): boolean {
  const { topics, rest } = findNegation(folded, words);
  const { negationFillers, courtesies, no } = words;
  return (
    topics.length > 0 &&
    rest
      .split(" ")
      .every((word) => word === "" || [negationFillers, courtesies, no].some((set) => set.has(word)))
  );
}
