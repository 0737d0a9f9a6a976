import { z } from "zod";
import type { Phrases } from "../guide/phrases.ts";
import { fold } from "../understand/fold.ts";

/** Where somebody in a crisis is heard. A telephone number ships only with its source and the day it was read there. */
const Line = z.strictObject({
  /** as it is said in a sentence: "a crisis line, such as {line}" */
  line: z.string().trim().min(1),
  source: z.url().optional(),
  checked: z.iso.date().optional(),
});

const hasSource = ({ line, source, checked }: z.infer<typeof Line>): boolean =>
  !/\p{N}/u.test(line) || (source !== undefined && checked !== undefined);
const sourced = "a number needs its source and the day it was checked there (checked)";

/** The crisis lines of a desk: a neutral one, and those of countries by ISO 3166-1 code. */
export const CrisisLines = z.strictObject({
  default: Line.refine(hasSource, sourced).default({ line: "findahelpline.com" }),
  countries: z
    .record(
      z.string().regex(/^[A-Z]{2}$/, "must be a country's code, such as IE"),
      Line.extend({
        /** as it is said behind the line: "in Ireland" */
        where: z.string().trim().min(1),
        /** how people say that they are there */
        said: z.array(z.string().trim().min(1)).default([]),
      }).refine(hasSource, sourced),
    )
    .default({}),
});
export type CrisisLines = z.infer<typeof CrisisLines>;

/**
 * Says whom somebody in a crisis can call: the line of the country that they said they are in. A locale only tells
 * where somebody may be, so its country's line is said with the country's name, and with the neutral one beside it.
 */
export type CrisisLine = (said: string, locales: readonly string[]) => string;

/** Makes the look-up of crisis lines. A network address is never asked where somebody is. */
export function crisisLines({ default: neutral, countries }: CrisisLines, words: Phrases): CrisisLine {
  const bySaid = Object.entries(countries)
    .flatMap(([code, { said }]) => said.map((place) => ({ code, place: ` ${fold(place)} ` })))
    .sort((one, other) => other.place.length - one.place.length);
  return (said, locales) => {
    const folded = ` ${fold(said)} `;
    const there = countries[bySaid.find(({ place }) => folded.includes(place))?.code ?? ""];
    if (there !== undefined) return there.line;
    const perhaps = locales
      .map((locale) => countries[regionOf(locale) ?? ""])
      .find((one) => one !== undefined);
    if (perhaps === undefined) return neutral.line;
    return words("distress.line-perhaps", { line: perhaps.line, where: perhaps.where, other: neutral.line });
  };
}

/** The country that a locale names itself; none is guessed from its language. */
function regionOf(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale).region;
  } catch {
    return undefined;
  }
}
