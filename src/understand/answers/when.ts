import { fold } from "../fold.ts";
import type { Moment } from "../meaning.ts";
import type { Recognizers } from "../recognizers/kinds.ts";
import type { Words } from "../words.ts";
import { pastMoment, spelledOut } from "./moment.ts";

/** The date recogniser sees no more of a text than this. */
const MOMENT_WINDOW = 60;

/** The moment in the past that a text names. The date recogniser sees the part round the first word that tells of time. */
export async function whenSaid(
  text: string,
  now: Date,
  { words, recognizers }: { words: Words; recognizers: Recognizers },
): Promise<Moment | undefined> {
  const window = windowOf(spelledOut(text, words), words);
  const found = window === "" ? [] : await recognizers.recognize("moment", window, now);
  return pastMoment(fold(text), found, now, words);
}

/** At most 60 characters round the first word of time or number; nothing when there is none. */
function windowOf(text: string, words: Words): string {
  const said = text.split(" ");
  const cue = said.findIndex((word) => words.momentCues.has(fold(word)) || /\d/.test(word));
  if (cue === -1) return "";
  const start = Math.max(0, said.slice(0, Math.max(0, cue - 3)).join(" ").length);
  return text.slice(start, start + MOMENT_WINDOW).trim();
}
