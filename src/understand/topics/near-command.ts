import type { Command } from "../meaning.ts";
import type { Words } from "../words.ts";
import { distance } from "./distance.ts";

/** Shorter words are near to too many others, unless only two of their letters changed places. */
const SHORTEST = 4;
const LONGEST = 12;

/** The command that a text is one slip away from, when it is no words of its own and only one command comes as near. */
export function nearCommand(
  folded: string,
  { commands }: Pick<Words, "commands">,
  isWord: (word: string) => boolean,
): Command | undefined {
  if (folded.length > LONGEST || folded.split(" ").every(isWord)) return undefined;
  const near = [...commands].filter(
    ([phrase]) =>
      Math.abs(phrase.length - folded.length) <= 1 &&
      (phrase.length >= SHORTEST || sameLetters(phrase, folded)) &&
      distance(folded, phrase, 1) === 1,
  );
  const [first, ...others] = new Set(near.map(([, command]) => command));
  return others.length === 0 ? first : undefined;
}

const sameLetters = (a: string, b: string): boolean => [...a].sort().join("") === [...b].sort().join("");
