import { findNegation } from "../topics/negation.ts";
import type { Words } from "../words.ts";

type DenyingWords = Parameters<typeof findNegation>[1] & Pick<Words, "courtesies" | "no">;

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
