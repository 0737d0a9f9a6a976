import type { Words } from "../words.ts";

/** Whether a folded text names no matter: it holds only words that point or fill, an account type, and what is no word. */
export function saysNothing(
  folded: string,
  { empty, accountTypes }: Pick<Words, "empty" | "accountTypes">,
  isWord: (word: string) => boolean,
): boolean {
  const longestFirst = Object.values(accountTypes)
    .flat()
    .sort((a, b) => b.length - a.length);
  const type = longestFirst.find((phrase) => ` ${folded} `.includes(` ${phrase} `));
  const rest = type === undefined ? folded : ` ${folded} `.replace(` ${type} `, " ").trim();
  return rest.split(" ").every((word) => word === "" || empty.has(word) || !isWord(word));
}
