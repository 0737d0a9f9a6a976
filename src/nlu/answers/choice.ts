import type { Choice, Several } from "../interpretation.ts";
import type { Lexicon } from "../lexicon.ts";
import { normalize } from "../normalize.ts";
import type { Found } from "../recognizers/recognizers.ts";

/**
 * Which of `count` things "the second one", "2" or "i take the last" is, counted from 0; undefined when the text says
 * anything besides. An ordinal goes before a number.
 */
export function position(
  folded: string,
  found: { ordinals: readonly Found[]; numbers: readonly Found[] },
  count: number,
  pointers: ReadonlySet<string>,
): number | undefined {
  const isOrdinal = found.ordinals.length > 0;
  const [only, ...others] = isOrdinal ? found.ordinals : found.numbers;
  if (only === undefined || others.length > 0) return undefined;
  const around = folded
    .replace(only.text, " ")
    .split(" ")
    .filter((word) => word !== "" && !pointers.has(word));
  const value = Number(only.resolution?.value);
  if (around.length > 0 || !Number.isInteger(value)) return undefined;
  const index = value === 0 && isOrdinal ? count - 1 : value - 1;
  return index >= 0 && index < count ? index : undefined;
}

/** The choice whose title or words the text is, word for word. Both folded. */
export function exactChoice(folded: string, choices: readonly Choice[]): Choice | undefined {
  return choices.find((choice) => waysToSay(choice).includes(folded));
}

type DenyingWords = Pick<Lexicon, "negations" | "negationFillers" | "no">;

/** The only choice whose title or words stand inside a short text and are not denied: "the freelancer one i guess". */
export function namedChoice(
  folded: string,
  choices: readonly Choice[],
  words: DenyingWords,
): Choice | undefined {
  if (folded.split(" ").length > 7) return undefined;
  const found = choices.flatMap((choice) => {
    const way = longestSaid(folded, choice, words);
    return way === undefined ? [] : [{ choice, way }];
  });
  const named = found.filter(
    ({ way }) => !found.some((other) => other.way !== way && ` ${other.way} `.includes(` ${way} `)),
  );
  return named.length === 1 ? named[0]?.choice : undefined;
}

function longestSaid(folded: string, choice: Choice, words: DenyingWords): string | undefined {
  const padded = ` ${folded} `;
  const said = waysToSay(choice).filter((way) => {
    const at = way.length > 2 ? padded.indexOf(` ${way} `) : -1;
    return at !== -1 && !denies(padded.slice(0, at).trim(), choice, words);
  });
  return said.sort((a, b) => b.length - a.length)[0];
}

/** Whether these words deny what comes after them. A yes is denied from afar ("not all of them are closed"); the "no" of "no, a client" denies nothing. */
function denies(
  before: string,
  { means }: Choice,
  { negations, negationFillers, no }: DenyingWords,
): boolean {
  const spoken = before.split(" ");
  while (negationFillers.has(spoken.at(-1) ?? "")) spoken.pop();
  const near = ` ${spoken.join(" ")} `;
  return negations
    .filter((negation) => !no.has(negation))
    .some((negation) =>
      means === "yes" ? ` ${before} `.includes(` ${negation} `) : near.endsWith(` ${negation} `),
    );
}

/** Shorter words tell options apart no better than their letters do. */
const TELLING_APART = 4;

/** The ids of options that a folded text names together: "both the email and the link"; none where it names one or denies any. */
export function namedTogether(
  folded: string,
  choices: readonly Choice[],
  { ids, joins, denies }: Several,
): string[] {
  const spoken = folded.split(" ");
  const has = (words: readonly string[]): boolean => words.some((word) => spoken.includes(word));
  if (!has(joins) || has(denies)) return [];
  const wordsOf = (choice: Choice): string[] => waysToSay(choice).flatMap((way) => way.split(" "));
  const named = choices.filter((choice) => {
    if (!ids.includes(choice.id)) return false;
    const others = choices.filter((other) => other !== choice).flatMap(wordsOf);
    return wordsOf(choice).some(
      (word) =>
        word.length >= TELLING_APART &&
        !others.includes(word) &&
        !joins.includes(word) &&
        spoken.includes(word),
    );
  });
  return named.length > 1 ? named.map(({ id }) => id) : [];
}

/** The only choice most of whose title a text repeats, leaving words out: "yes i want to delete". */
export function nearChoice(folded: string, choices: readonly Choice[]): Choice | undefined {
  const said = [...new Set(folded.split(" "))];
  if (said.length < 2) return undefined;
  const near = choices.filter(({ title }) => {
    const words = new Set(normalize(title).split(" "));
    return said.every((word) => words.has(word)) && said.length * 2 >= words.size;
  });
  return near.length === 1 ? near[0] : undefined;
}

function waysToSay({ title, words = [] }: Choice): string[] {
  return [title, ...words].map(normalize);
}

/** From so many words on, a title that is denied as it stands is denied even where it means no. */
const WHOLE = 3;
/** Words between a negation and what it denies. */
const REACH = 4;
/** Shorter words name no option. */
const TELLING = 4;

type Denials = Pick<Lexicon, "negations" | "no" | "yes" | "negationFillers" | "courtesies" | "denialsAfter">;

/** Whether a text denies this choice: "not an agency", "it's not because of reviews", "the reviews aren't it". */
export function isDenied(folded: string, choice: Choice, words: Denials): boolean {
  const denying = words.negations.filter((word) => !words.no.has(word));
  const isDenial = (text: string): boolean => denying.some((word) => ` ${text} `.includes(` ${word} `));
  const ways = waysToSay(choice);
  if (isDeniedBehind(folded, ways, words)) return true;
  const spoken = folded.split(" ");
  /** whether a denying word stands before this word, with few others between */
  const isDeniedAt = (at: number): boolean => {
    const between = spoken.slice(0, at).filter((word) => !words.negationFillers.has(word));
    return isDenial(between.slice(-REACH).join(" "));
  };
  const isWholeDenied = ways
    .map((way) => withoutLead(way, words))
    .some((way) => {
      const at = way.split(" ").length < WHOLE || isDenial(way) ? -1 : ` ${folded} `.indexOf(` ${way} `);
      return at > 0 && isDeniedAt(folded.slice(0, at).trim().split(" ").length);
    });
  if (isWholeDenied) return true;
  if (choice.means === "no" || choice.means === "unsure") return false;
  if (ways.some((way) => isDenial(way) && ` ${folded} `.includes(` ${way} `))) return false;
  const names = namesIn(
    ways.filter((way) => !isDenial(way)),
    words,
  );
  return spoken.some((word, at) => names.has(word) && isDeniedAt(at));
}

/** A title without the "yes" or "no" with which it answers. */
function withoutLead(way: string, { no, yes }: Denials): string {
  const [first = "", ...rest] = way.split(" ");
  return no.has(first) || yes.has(first) ? rest.join(" ") : way;
}

/** The words by which an option is known. */
const namesIn = (ways: readonly string[], { negationFillers, courtesies }: Denials): Set<string> =>
  new Set(
    ways
      .flatMap((way) => way.split(" "))
      .filter((word) => word.length >= TELLING && !negationFillers.has(word) && !courtesies.has(word)),
  );

/** Whether a text names an option and then says that this is not it. */
function isDeniedBehind(folded: string, ways: readonly string[], words: Denials): boolean {
  const behind = words.denialsAfter.find((denial) => folded.endsWith(` ${denial}`));
  if (behind === undefined) return false;
  const said = folded.slice(0, -behind.length).trim();
  if (ways.some((way) => ` ${way} `.includes(` ${said} `) || ` ${said} `.includes(` ${way} `))) return true;
  const names = namesIn(ways, words);
  return said.split(" ").some((word) => names.has(word));
}
