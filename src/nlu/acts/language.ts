import { z } from "zod";
import { readJsonFile } from "../../runtime/json-file.ts";
import { normalize } from "../normalize.ts";

/** Finds the language of a text that is not in the desk's; null: it is, or nothing tells. */
export type FindLanguage = (text: string) => string | null;

const Language = z.string().regex(/^[a-z]{2}$/);
const LanguagesFile = z.strictObject({
  /** frequent words of the desk's own language */
  own: z.string(),
  /** language -> its frequent words, without accents */
  words: z.record(Language, z.string()),
  /** scripts, the first that fits: letters of which a text must have one, and the script most of it is in */
  scripts: z.array(
    z.strictObject({ language: Language, script: z.string(), letters: z.string().optional() }),
  ),
});

/** fewer words of a language tell nothing: "hola", "muchas gracias" */
const FEWEST = 2;
/** of all words, so many must be of the language */
const SHARE = 0.4;
/** words that several languages share count less; together so much is needed */
const WEIGHT = 1.2;

/** Reads which words and scripts tell a language. */
export async function loadLanguages(file: string): Promise<FindLanguage> {
  const { own, words, scripts } = await readJsonFile(LanguagesFile, file);
  const ownWords = new Set(own.split(" "));
  const languagesOf = new Map<string, string[]>();
  for (const [language, list] of Object.entries(words))
    for (const word of new Set(list.split(" ").map(normalize)))
      languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
  const tests = scripts.map(({ language, script, letters }) => ({
    language,
    letters: new RegExp(`\\p{Script=${script}}`, "gu"),
    one: letters === undefined ? null : new RegExp(`[${letters}]`, "u"),
  }));
  return (text) => {
    const script = scriptOf(text, tests);
    return script ?? languageOfWords(normalize(text).replaceAll("ı", "i").split(" "), ownWords, languagesOf);
  };
}

function scriptOf(
  text: string,
  tests: readonly { language: string; letters: RegExp; one: RegExp | null }[],
): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const foreign = letters - (text.match(/\p{Script=Latin}/gu)?.length ?? 0);
  if (foreign === 0 || foreign * 2 < letters) return null;
  const fits = tests.find(
    (test) => (test.one === null || test.one.test(text)) && test.letters[Symbol.match](text) !== null,
  );
  return fits?.language ?? null;
}

function languageOfWords(
  said: readonly string[],
  own: ReadonlySet<string>,
  languagesOf: ReadonlyMap<string, readonly string[]>,
): string | null {
  const scores = new Map<string, { hits: number; weight: number }>();
  let owned = 0;
  let foreign = 0;
  for (const word of said) {
    if (own.has(word)) owned += 1;
    const languages = languagesOf.get(word) ?? [];
    if (languages.length > 0 && !own.has(word)) foreign += 1;
    for (const language of languages) {
      const score = scores.get(language) ?? { hits: 0, weight: 0 };
      const worth = own.has(word) ? 0 : 1 / languages.length;
      scores.set(language, { hits: score.hits + 1, weight: score.weight + worth });
    }
  }
  if (foreign <= owned) return null;
  const enough = [...scores].filter(
    ([, { hits, weight }]) => hits >= FEWEST && weight >= WEIGHT && hits >= SHARE * said.length,
  );
  enough.sort(([, a], [, b]) => b.weight - a.weight);
  return enough[0]?.[0] ?? null;
}
