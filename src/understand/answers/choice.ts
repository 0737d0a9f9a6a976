import { fold } from "../fold.ts";
import type { Choice } from "../meaning.ts";

/** The choice whose title or words the text is, word for word. Both folded. */
export function exactChoice(folded: string, choices: readonly Choice[]): Choice | undefined {
  return choices.find((choice) => waysToSay(choice).includes(folded));
}

/** The only choice whose title or words stand inside a short text: "the freelancer one i guess". */
export function namedChoice(folded: string, choices: readonly Choice[]): Choice | undefined {
  if (folded.split(" ").length > 7) return undefined;
  const padded = ` ${folded} `;
  const named = choices.filter((choice) =>
    waysToSay(choice).some((way) => way.length > 2 && padded.includes(` ${way} `)),
  );
  return named.length === 1 ? named[0] : undefined;
}

/** The only choice most of whose title a text repeats, leaving words out: "yes i want to delete". */
export function nearChoice(folded: string, choices: readonly Choice[]): Choice | undefined {
  const said = [...new Set(folded.split(" "))];
  if (said.length < 2) return undefined;
  const near = choices.filter(({ title }) => {
    const words = new Set(fold(title).split(" "));
    return said.every((word) => words.has(word)) && said.length * 2 >= words.size;
  });
  return near.length === 1 ? near[0] : undefined;
}

function waysToSay({ title, words = [] }: Choice): string[] {
  return [title, ...words].map(fold);
}
