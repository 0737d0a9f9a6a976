import type { QuestionKind } from "../src/guide/schema.ts";
import type { Interpretation } from "../src/nlu/interpretation.ts";
import type { AskedFor } from "../src/nlu/questions/asked-for.ts";
import { SURE_REFUSAL, saysUnknown, topicOfAll, type Unknown, unknownIn } from "./answerability.ts";
import type { InterpretedMessage } from "./interpreted-message.ts";
import { note } from "./interruptions/note.ts";
import { CLOSING_NODES, topicFor } from "./question.ts";
import type { TurnScope } from "./turn-scope.ts";

/** Kinds whose words may as well belong to an answer. */
const OF_A_MATTER: ReadonlySet<Unknown["kind"]> = new Set([
  "fate",
  "part",
  "allowed",
  "beyond",
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
  { asked, acts, guess }: Interpretation,
): InterpretedMessage {
  if (asked.kinds.length === 0) return read;
  const lacks = (topic: string): boolean => unknownIn(turn.guide, answerOf(turn, topic), asked) !== null;
  switch (read.kind) {
    case "which":
      return read.topics.every(lacks) ? NOT_IN_GUIDE : read;
    case "topic":
      if (read.topic === "not_in_guide" && guess.score < SURE_REFUSAL) {
        const told = topicOfAll(turn.guide, asked);
        return told ? { kind: "topic", topic: told.id } : read;
      }
      if (read.topic === "oos" && asked.kinds.some((kind) => OF_TIME.has(kind))) return NOT_IN_GUIDE;
      return asked.kinds.includes("setting") && isOfClosing(turn, read.topic) ? NOT_IN_GUIDE : read;
    case "wish": {
      const topic = acts.find((act) => act.act === "ask")?.topic ?? WISHED[read.act.id];
      return read.act.asked && topic !== undefined && lacks(topic) ? { kind: "topic", topic } : read;
    }
    case "remark":
      return read.act.act === "unclear" && lacks("not_in_guide") ? NOT_IN_GUIDE : read;
    default:
      return read;
  }
}

const NOT_IN_GUIDE = { kind: "topic", topic: "not_in_guide" } as const;

/** The topics of what may be wished for in a question. */
const WISHED: Partial<Record<string, string>> = { break: "alt_pause", restore: "restore", delete: "steps" };

const OF_TIME: ReadonlySet<QuestionKind> = new Set<QuestionKind>(["how-long", "when"]);

/** Whether a topic is the way to close the account, which holds no click for anything else. */
const isOfClosing = ({ guide }: TurnScope, topic: string): boolean =>
  guide.topics.some(({ id, node }) => id === topic && CLOSING_NODES.includes(node));

/** The passages that answer a topic; none where the guide has no such topic. */
const answerOf = ({ guide, context }: TurnScope, topic: string): readonly string[] =>
  guide.topics.some(({ id }) => id === topic) ? topicFor(context, topic).answer : [];
