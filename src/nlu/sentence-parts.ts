import type { AboutDesk, FoundAct } from "./acts/spoken-act.ts";
import type { Act } from "./interpretation.ts";
import type { Lexicon } from "./lexicon.ts";
import { normalize, plain } from "./normalize.ts";
import { isCommand, type Parts } from "./said.ts";
import { isQuestion } from "./slots.ts";
import { guessTopic } from "./topics/topic-guess.ts";

/** Words between a text's beginning and the yes or no that is taken back. */
const TAKEN_BACK = 3;

/** What stands behind "no... wait, I mean" where it says the opposite of the yes or no before; null where nothing is taken back so. */
export function afterSelfCorrection(text: string, words: Lexicon): string | null {
  const spoken = [...text.matchAll(/[\p{L}\p{N}'’]+/gu)];
  const said = spoken.map(([word]) => normalize(word));
  const polarity = (word: string | undefined): "yes" | "no" | undefined =>
    word === undefined ? undefined : words.no.has(word) ? "no" : words.yes.has(word) ? "yes" : undefined;
  const first = said
    .slice(0, TAKEN_BACK)
    .map(polarity)
    .find((one) => one !== undefined);
  if (first === undefined) return null;
  for (let at = 2; at < said.length; at += 1) {
    const one = polarity(said[at]);
    const before = ` ${said.slice(0, at).join(" ")}`;
    if (
      one === undefined ||
      one === first ||
      !words.selfCorrections.some((cue) => before.endsWith(` ${cue}`))
    )
      continue;
    return text.slice(spoken[at]?.index);
  }
  return null;
}

/** The sentences of a text. */
export const sentencesOf = (text: string): string[] =>
  (text.match(/[^.!?\n;]+[.!?]*/gu) ?? [])
    .map((part) => part.trim())
    .filter((part) => normalize(part) !== "");

/** So many parts with commas between make a list, each of which may answer. */
const A_LIST = 3;

/** The sentences of a text, and the parts of one that is a list, without the words that announce it: "3 things: …". */
export const partsOf = (text: string): string[] =>
  sentencesOf(text).flatMap((sentence) => {
    const listed = sentence.replace(/^[^,:]*:\s/u, "").split(",");
    return listed.length >= A_LIST
      ? listed.map((part) => part.trim()).filter((part) => part !== "")
      : [sentence];
  });

/** Whether a sentence, or what follows a comma in it, is put as a question. */
const asksSomewhere = (sentence: string, words: Lexicon): boolean =>
  sentence.split(",").some((part) => {
    const folded = normalize(part);
    return isQuestion(part, folded, words) || isQuestion(part, plain(folded, words.courtesies), words);
  });

/** What the sentences beside the one that answers ask of the guide. */
export function besideOf(text: string, answered: string, parts: Parts): Extract<Act, { act: "ask" }>[] {
  return sentencesOf(text).flatMap((sentence) => {
    const [, ...after] = sentence.split(",");
    const rest = sentence === answered ? after.join(",") : sentence;
    if (rest.trim() === "" || !asksSomewhere(rest, parts.words)) return [];
    const { topic, score, alternatives } = guessTopic(rest, null, parts);
    if (topic === null || topic === "oos" || isCommand(topic, parts.words) || alternatives.length > 0)
      return [];
    return [{ act: "ask" as const, topic, score, asking: true }];
  });
}

/** What the parts of a text with several questions ask of the guide, besides the one that counts. */
export function otherQuestions(
  text: string,
  counts: Act | undefined,
  parts: Parts,
): Extract<Act, { act: "ask" }>[] {
  if (counts?.act !== "ask") return [];
  const asking = partsOf(text).filter((part) => asksSomewhere(part, parts.words));
  if (asking.length < 2) return [];
  const topics = asking.flatMap((part) => {
    const { topic, alternatives } = guessTopic(part, null, parts);
    const isOther = topic !== null && topic !== "oos" && topic !== counts.topic && alternatives.length === 0;
    const isOnDesk = parts.acts(part).some(({ act, whole }) => act === "about-desk" && whole);
    return isOther && !isOnDesk && !isCommand(topic, parts.words) ? [topic] : [];
  });
  return [...new Set(topics)].map((topic) => ({ act: "ask", topic, score: 1, asking: true }));
}

/** What the parts of a text that says several things ask about the desk. */
export function deskAsides(text: string, spoken: readonly FoundAct[], parts: Parts): AboutDesk[] {
  if (!spoken.some(({ act, whole }) => act === "about-desk" && !whole)) return [];
  const said = partsOf(text);
  if (said.length < 2) return [];
  return said.flatMap((part) =>
    parts.acts(part).flatMap((act) => (act.act === "about-desk" && act.whole ? [act.id] : [])),
  );
}

export const firstSentence = (text: string): string | null => {
  const [first, ...more] = sentencesOf(text);
  return more.length > 0 ? (first ?? null) : null;
};
