import type { QuestionKind } from "../src/guide/schema.ts";
import type { Act, Interpretation } from "../src/nlu/interpretation.ts";
import type { AskedFor } from "../src/nlu/questions/asked-for.ts";
import {
  SURE_REFUSAL,
  saysUnknown,
  topicNaming,
  topicOfAll,
  type Unknown,
  unknownIn,
} from "./answerability.ts";
import type { InterpretedMessage } from "./interpreted-message.ts";
import { note } from "./interruptions/note.ts";
import { CLOSING_NODES, topicFor, topicOfPolar } from "./question.ts";
import type { TurnScope } from "./turn-scope.ts";

/** Kinds whose words may as well belong to an answer. */
const OF_A_MATTER: ReadonlySet<Unknown["kind"]> = new Set([
  "fate",
  "part",
  "allowed",
  "beyond",
  "where",
  "setting",
  "who",
]);

/** Says what a question beside an answer asks for that no passage holds. */
export function sayUnknownBeside(turn: TurnScope, asked: AskedFor): void {
  const unknown = unknownIn(turn.guide, [], asked);
  if (unknown === null || OF_A_MATTER.has(unknown.kind)) return;
  turn.say([
    note(turn, `${saysUnknown(turn, unknown)} ${turn.words("unknown.team")}`, { offersPerson: true }),
  ]);
}

/** A question that was read as something else, and asks for what is not known, as the question that it is. */
export function asUnanswerable(
  turn: TurnScope,
  read: InterpretedMessage,
  meaning: Interpretation,
): InterpretedMessage {
  const { asked, acts, guess } = meaning;
  const chosen = topicChosen(turn, read, meaning);
  if (chosen !== null) return asUnanswerable(turn, { kind: "topic", topic: chosen }, meaning);
  const polar = topicOfPolar(turn.guide, asked);
  if (
    read.kind === "topic" &&
    polar &&
    isInGuide(turn, read.topic) &&
    unknownIn(turn.guide, polar.answer, asked) === null
  )
    return { kind: "topic", topic: polar.id };
  if (asked.kinds.length === 0) return read;
  const lacks = (topic: string): boolean => unknownIn(turn.guide, answerOf(turn, topic), asked) !== null;
  const instead = (id: string): string => {
    const topic = turn.guide.topics.find((known) => known.id === id);
    if (topic === undefined) return id;
    if (asked.kinds.includes("setting") && CLOSING_NODES.includes(topic.node)) return NOT_IN_GUIDE.topic;
    return topicNaming(turn.guide, topic, asked)?.id ?? id;
  };
  switch (read.kind) {
    case "which":
      return read.topics.every(lacks) ? NOT_IN_GUIDE : read;
    case "topic":
      if (read.topic === "not_in_guide" && guess.score < SURE_REFUSAL) {
        const told = topicOfAll(turn.guide, asked);
        return told ? { kind: "topic", topic: told.id } : read;
      }
      if (read.topic === "oos" && asked.kinds.some((kind) => OF_TIME.has(kind))) return NOT_IN_GUIDE;
      return { kind: "topic", topic: instead(read.topic) };
    case "wish": {
      const asks = acts.find((act) => act.act === "ask")?.topic;
      const topic = asks !== undefined && isInGuide(turn, asks) ? asks : (WISHED[read.act.id] ?? asks);
      return read.act.asked && topic !== undefined && lacks(topic)
        ? { kind: "topic", topic: instead(topic) }
        : read;
    }
    case "remark":
      return (read.act.act === "unclear" || isOnDeskInPart(read.act, meaning)) && lacks("not_in_guide")
        ? NOT_IN_GUIDE
        : read;
    default:
      return read;
  }
}

/** The topic that a question of a special kind was taken to choose, where topics are offered; null: it chooses none. */
function topicChosen(
  turn: TurnScope,
  read: InterpretedMessage,
  { asked: { kinds, polar } }: Interpretation,
): string | null {
  if (read.kind !== "answer" || read.answer.kind !== "choice") return null;
  const { choice } = read.answer;
  const isOffered = turn.state.dialogStack.at(-1)?.id === "question" && isInGuide(turn, choice);
  return isOffered && (kinds.length > 0 || polar !== null) ? choice : null;
}

const NOT_IN_GUIDE = { kind: "topic", topic: "not_in_guide" } as const;

/** The topics of what may be wished for in a question. */
const WISHED: Partial<Record<string, string>> = {
  break: "alt_pause",
  restore: "restore",
  delete: "steps",
  clicks: "steps_navigate",
};

const OF_TIME: ReadonlySet<QuestionKind> = new Set<QuestionKind>(["how-long", "when"]);

/** From this probability on a question is not after the desk, though some of its words are: "how much do I pay to be let in again". */
const CLEAR_REFUSAL = 0.8;

/** Kinds that no question after the desk has. */
const OF_THE_ACCOUNT: ReadonlySet<QuestionKind> = new Set<QuestionKind>(["cause", "beyond"]);

/** Whether some words of a question are after the desk, and the question is not. */
const isOnDeskInPart = (act: Act, { guess: { topic, score }, asked }: Interpretation): boolean =>
  (act.act === "about-desk" || act.act === "about-question") &&
  !act.whole &&
  ((topic === NOT_IN_GUIDE.topic && score >= CLEAR_REFUSAL) ||
    asked.kinds.some((kind) => OF_THE_ACCOUNT.has(kind)));

const isInGuide = ({ guide }: TurnScope, topic: string): boolean =>
  guide.topics.some(({ id }) => id === topic);

/** The passages that answer a topic; none where the guide has no such topic. */
const answerOf = (turn: TurnScope, topic: string): readonly string[] =>
  isInGuide(turn, topic) ? topicFor(turn.context, topic).answer : [];
