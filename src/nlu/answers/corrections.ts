import type { Act, Where } from "../interpretation.ts";
import { isWish, type Parts, type Said } from "../said.ts";
import type { OptionMatch } from "./option-match.ts";

/** By how much an earlier option must fit better than the open question's to be a correction. */
const CORRECTS = 0.6;
/** By how much where nothing but a "not" says that something is taken back. */
const CORRECTS_BY_DENIAL = 0.9;

/** An earlier answer that the text takes back: only where words like "no wait" or "actually" or a denial say so. */
export function correctionsOf(
  said: Said,
  options: readonly OptionMatch[],
  { answered, question }: Where,
  { words, options: match }: Parts,
): Act[] {
  const padded = ` ${said.folded} `;
  const isRepair = said.spoken.some(({ act }) => act === "repair");
  const says = (cues: readonly string[]): boolean => cues.some((cue) => padded.includes(` ${cue} `));
  const takesBack = isRepair || says(words.corrections);
  const cued = takesBack || says(words.negations);
  const enough = takesBack ? CORRECTS : CORRECTS_BY_DENIAL;
  if (
    (question?.takes === "text" && !isRepair) ||
    !cued ||
    answered.length === 0 ||
    said.asking ||
    said.spoken.some((act) => isWish(act) || act.act === "unsure")
  )
    return [];
  const here = options[0]?.score ?? 0;
  const others = answered.flatMap((before) => {
    const [best] = match(said.text, before.place);
    const isOther = best !== undefined && best.score >= enough && best.option !== before.option;
    return isOther && best.score > here ? [{ act: "correct" as const, at: before.index, ...best }] : [];
  });
  const [likeliest] = others.toSorted((one, other) => other.score - one.score);
  if (likeliest !== undefined) return [{ act: "correct", at: likeliest.at, option: likeliest.option }];
  return [];
}
