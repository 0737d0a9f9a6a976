import { type AskedFor, nothingSpecial } from "../../src/nlu/questions/asked-for.ts";
import {
  answerWithout,
  DOUBTFUL_REFUSAL,
  saysUnknown,
  topicBeside,
  type Unknown,
  unknownAbout,
  unknownIn,
} from "../answerability.ts";
import { answer, CLOSING_NODES } from "../question.ts";
import type { DialogContext } from "../sdk.ts";
import type { TurnScope } from "../turn-scope.ts";
import { askAgain, note } from "./note.ts";

/** What the person asks for that the answer to a topic does not hold; null for a topic that no words of theirs named. */
export function unknownTo({ context, interpretation }: TurnScope, id: string): Unknown | null {
  return interpretation === null ? null : unknownAbout(context, id, interpretation.asked);
}

/** The guide has the topic and not what was asked about it: says so first, then what it has, and offers a person. */
export function knownInPart(dc: DialogContext, turn: TurnScope, id: string, unknown: Unknown): Promise<void> {
  turn.unanswered = "not_in_guide";
  turn.leaveToPeople();
  turn.say([answerWithout(turn.context, id, unknown)]);
  return askAgain(dc);
}

/** The guide does not cover it: a person is offered, and what the guide says nearest to it. */
export function uncovered(dc: DialogContext, turn: TurnScope): Promise<void> {
  turn.unanswered = "not_in_guide";
  turn.leaveToPeople();
  const asked = turn.interpretation?.asked ?? nothingSpecial;
  const unknown = unknownIn(turn.guide, [], asked);
  const near = topicNear(turn, unknown, asked);
  if (near && unknown) return knownInPart(dc, turn, near, unknown);
  if (near) {
    turn.say([answer(turn.context, near, { before: turn.words("interrupt.nearest"), offersPerson: true })]);
    return askAgain(dc);
  }
  const text =
    unknown === null || unknown.kind === "beyond"
      ? turn.words("interrupt.not-in-guide")
      : `${saysUnknown(turn, unknown)} ${turn.words("unknown.team")}`;
  turn.say([note(turn, text, { offersPerson: true, topic: "not_in_guide" })]);
  return askAgain(dc);
}

/** The topic that may hold something of a question that the classifier takes for none of the guide; null: nothing points to one. */
function topicNear(
  { guide, interpretation }: TurnScope,
  unknown: Unknown | null,
  asked: AskedFor,
): string | null {
  if (unknown?.kind === "fate") return topicBeside(guide, unknown, asked)?.id ?? null;
  const { nearest, topic, alternatives = [], score = 1 } = interpretation?.guess ?? {};
  const likeliest = nearest ?? (topic === null ? alternatives[0]?.topic : undefined);
  const known = guide.topics.find(({ id }) => id === likeliest);
  if (known === undefined || asked.kinds.includes("beyond")) return null;
  if (unknown === null) return topic !== null && score < DOUBTFUL_REFUSAL ? known.id : null;
  return CLOSING_NODES.includes(known.node) ? null : known.id;
}
