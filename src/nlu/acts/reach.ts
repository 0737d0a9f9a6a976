import type { WordClasses } from "../patterns/pattern.ts";

/** Where an act stands in the sentences of a text. */
export interface Span {
  from: number;
  to: number;
}

/** Tells what the words around an act do to it. */
export interface Reach {
  isDenied(said: string, span: Span): boolean;
  isConditional(said: string, span: Span): boolean;
  isFiller(word: string): boolean;
}

/** So many words may stand between a negation and what it denies. */
const MOST_BETWEEN = 5;
/** no word is longer, for looking back at */
const FARTHEST = 80;

/** Makes it from the classes `not`, `between`, `condition`, `unconditional`, `conditionbefore` and `filler`. */
export function reachOf(classes: WordClasses): Reach {
  const members = (name: string): readonly string[] => {
    const found = classes.get(name);
    if (found === undefined) throw new Error(`there is no class <${name}>`);
    return found;
  };
  const [not, between, filler] = ["not", "between", "filler"].map((name) => new Set(members(name)));
  const condition = new RegExp(` (?:${members("condition").join("|")}) `, "u");
  const unconditional = new RegExp(` (?:${members("unconditional").join("|")})(?= )`, "gu");
  const before = new RegExp(`^ (?:[^ .]+ ){0,2}(?:${members("conditionbefore").join("|")}) `, "u");
  return {
    isDenied(said, { from }) {
      const words = said
        .slice(Math.max(0, from - FARTHEST), from)
        .trimEnd()
        .split(" ");
      for (let back = 1; back <= MOST_BETWEEN; back += 1) {
        const word = words.at(-back) ?? ".";
        if (not?.has(word)) return true;
        if (!between?.has(word)) return false;
      }
      return false;
    },
    isConditional(said, { from, to }) {
      const end = said.indexOf(" .", to - 1);
      const rest = said.slice(to - 1, end === -1 ? undefined : end + 1).replace(unconditional, "");
      if (condition.test(rest)) return true;
      const next = said.slice(end + 2, end + 2 + FARTHEST).replace(unconditional, "");
      if (end !== -1 && condition.test(next.split(" ").slice(0, 3).join(" ").concat(" "))) return true;
      const start = said.lastIndexOf(" . ", from - 1);
      return before.test(said.slice(start + 2, from));
    },
    isFiller: (word) => filler?.has(word) ?? false,
  };
}
