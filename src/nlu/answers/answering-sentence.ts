import type { Act, OpenQuestion } from "../interpretation.ts";
import { normalize } from "../normalize.ts";
import type { Parts, Said } from "../said.ts";
import { partsOf, sentencesOf } from "../sentence-parts.ts";
import { isQuestion } from "../slots.ts";
import { isDenied } from "./choice.ts";
import { isDeniedIn, SURE } from "./option-answers.ts";
import type { OptionMatch } from "./option-match.ts";

/** A part of so few words is always compared: it costs little, and may have no word of any example. */
const FEW_WORDS = 3;
/** A longer one that has less in common with every example answers nothing surely: of 1,600 that do, four share less. */
const LEAST_SHARED = 0.1;
/** So many longer ones are compared, those that share most: each is encoded. */
const MOST_PARTS = 4;

/** The parts of a text that may answer surely, in order. */
function likelyParts(parts: readonly string[], place: string, { shares }: Parts["options"]): string[] {
  const long = parts.filter((part) => part.split(/\s+/u).length > FEW_WORDS);
  const likely = long
    .map((part) => ({ part, shared: shares(part, place) }))
    .filter(({ shared }) => shared >= LEAST_SHARED)
    .sort((one, other) => other.shared - one.shared)
    .slice(0, MOST_PARTS)
    .map(({ part }) => part);
  return parts.filter((part) => !long.includes(part) || likely.includes(part));
}

/** The one sentence of several that answers the question by its meaning. */
export function answeringSentence(
  said: Said,
  whole: readonly OptionMatch[],
  question: OpenQuestion | null,
  place: string | null,
  { options, words }: Parts,
): { act: Act; sentence: string } | null {
  const sentences = question?.isGate === true ? sentencesOf(said.text) : partsOf(said.text);
  if (question === null || place === null || sentences.length < 2) return null;
  const told = sentences.filter((sentence) => !isQuestion(sentence, normalize(sentence), words));
  for (const sentence of likelyParts(told, place, options)) {
    const folded = normalize(sentence);
    const [best] = options(sentence, place);
    const choice = question.choices.find(({ id }) => id === best?.option);
    if (choice === undefined || isDeniedIn(whole, choice.id) || isDenied(folded, choice, words)) continue;
    if (best !== undefined && best.score >= SURE)
      return { act: { act: "answer", option: best.option, sure: "sure" }, sentence };
  }
  return null;
}
