import { isDenied } from "../answers/choice.ts";
import { nearCommand, spokenCommand } from "../answers/yes-no.ts";
import type { Act, Command, OpenQuestion, TopicGuess, Where } from "../interpretation.ts";
import type { Lexicon } from "../lexicon.ts";
import { plain } from "../normalize.ts";
import { isAtBeginning, isCommand, type Parts, type Said, SURE_STATEMENT } from "../said.ts";
import { isConfident, OUT_OF_SCOPE_TOPICS } from "./decision.ts";
import { saysNothing } from "./topic-guess.ts";

/** heard in any case: a suspended account is never led towards closing */
const PROTECTS: readonly string[] = ["reason_suspension", "restore_suspended"];

const takesTopics = ({ choices }: OpenQuestion): boolean =>
  choices.some(({ topics }) => topics !== undefined && topics.length > 0);

/** What of the guide, or which command, a text asks for. */
export function asksOf(said: Said, { question, place }: Where, parts: Parts): Act[] {
  const { guess, asking, folded } = said;
  const { topic, score } = guess;
  if (topic === null) return [];
  const isStated = !asking && !said.text.includes("?") && !isAtBeginning(place);
  if (isStated && OUT_OF_SCOPE_TOPICS.includes(topic)) return [];
  if (topic === "oos" && saysNothing(folded, parts.words, parts.topics.isWord)) return [];
  const stated = question !== null && !takesTopics(question) && !asking;
  const act = askOf(said, parts);
  if (act === null) return [];
  const ownOption = question?.choices.some(
    (choice) => choice.topics?.includes(topic) === true && isDenied(folded, choice, parts.words),
  );
  if (!asking && ownOption && !PROTECTS.includes(topic)) return [];
  const weak = act.act === "ask-which" || (act.act === "ask" && score < SURE_STATEMENT);
  if ((stated || (said.anger && !asking)) && weak && !PROTECTS.includes(topic)) return [];
  return [act];
}

function askOf({ guess, text, folded, asking, leans, points }: Said, { words, topics }: Parts): Act | null {
  const { topic, score } = guess;
  if (topic === null) return null;
  if (!isConfident(guess)) return between(guess, asking, words);
  if (!isCommand(topic, words))
    return {
      act: "ask",
      topic,
      score,
      asking,
      ...(leans ? { follows: true } : {}),
      ...(points ? { points: true } : {}),
    };
  const command =
    spokenCommand(folded, guess, words) ??
    nearCommand(folded, words, topics.isWord) ??
    words.commands.get(plain(topics.spelled(text), words.courtesies)) ??
    (HARMLESS.includes(topic) && score >= SURE_STATEMENT ? topic : undefined);
  if (command) return { act: "command", command, sure: false };
  return topic === "erase" ? { act: "ask-which", topics: ERASE_WHAT } : null;
}

/** Commands that may be carried out on a good guess. */
const HARMLESS: readonly Command[] = ["copy", "help"];

/** "Delete this" may mean the chat or the account: people are asked. */
const ERASE_WHAT: readonly string[] = ["erase", "steps"];

/** Commands that may stand among "which of these?": the others would undo or end something. */
const OFFERED: readonly string[] = ["human", "copy", "erase"];

function between(guess: TopicGuess, asking: boolean, words: Lexicon): Act | null {
  const topics = [guess.topic ?? "", ...guess.alternatives.map(({ topic }) => topic)].slice(0, 3);
  const offered = topics.filter((topic) => OFFERED.includes(topic) || !isCommand(topic, words));
  if (offered.length > 1) return { act: "ask-which", topics: offered };
  const [only] = offered;
  return only !== undefined && only === guess.topic && !isCommand(only, words)
    ? { act: "ask", topic: only, score: guess.score, asking }
    : null;
}
