import { z } from "zod";
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
        /** how people say that they are there */
        said: z.array(z.string().trim().min(1)).default([]),
      }).refine(hasSource, sourced),
    )
    .default({}),
});
export type CrisisLines = z.infer<typeof CrisisLines>;

/** Gives the crisis line for the country that was said, or else that of the first locale that names one, or else the neutral one. */
export type CrisisLine = (said: string, locales: readonly string[]) => string;

/** Makes the look-up of crisis lines. A network address is never asked where somebody is. */
export function crisisLines({ default: neutral, countries }: CrisisLines): CrisisLine {
  const bySaid = Object.entries(countries)
    .flatMap(([code, { said }]) => said.map((words) => ({ code, words: ` ${fold(words)} ` })))
    .sort((one, other) => other.words.length - one.words.length);
  return (said, locales) => {
    const folded = ` ${fold(said)} `;
    const code =
      bySaid.find(({ words }) => folded.includes(words))?.code ??
      locales.map(regionOf).find((region) => region !== undefined && region in countries);
    return (code === undefined ? neutral : (countries[code] ?? neutral)).line;
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
