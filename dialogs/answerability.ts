import type { Guide } from "../src/guide/guide.ts";
import { isPossession, type QuestionKind, type Thing, type Topic } from "../src/guide/schema.ts";
import type { AskedFor } from "../src/nlu/questions/asked-for.ts";
import { answer, topicFor } from "./question.ts";
import { type Message, message, type StepContext } from "./step.ts";

/** A kind of question that has patterns of its own: the plain ones are answered by every passage. */
type SpecialKind = Exclude<QuestionKind, "what" | "how" | "why">;

/** What is asked for and not known. */
export type Unknown = { kind: Exclude<SpecialKind, "fate"> } | { kind: "fate"; thing: Thing };

/** Whether a passage of the guide names a thing. */
const isNamed = ({ passages }: Guide, thing: Thing): boolean =>
  [...passages.values()].some(({ things }) => things.includes(thing));

/**
 * What a question asks for that the passages of a topic's answer do not hold; null: nothing that can be told from its
 * words. Without a topic no passage answers. What is left out of the guide as a whole counts only where nothing else does.
 */
export function unknownIn(guide: Guide, passages: readonly string[], asked: AskedFor): Unknown | null {
  const answered = new Set(passages.flatMap((id) => guide.passage(id).answers));
  const [first = null] = asked.kinds
    .flatMap((kind): Unknown[] => {
      if (kind === "what" || kind === "how" || kind === "why") return [];
      if (kind !== "fate") return answered.has(kind) ? [] : [{ kind }];
      return asked.things.filter((thing) => !isNamed(guide, thing)).map((thing) => ({ kind, thing }));
    })
    .toSorted((one, other) => Number(one.kind === "beyond") - Number(other.kind === "beyond"));
  return first;
}

/** The topic that tells what is lost or kept along with what is not known; undefined: none does. */
export function topicBeside(guide: Guide, unknown: Unknown, asked: AskedFor): Topic | undefined {
  if (unknown.kind !== "fate" || !isPossession(unknown.thing)) return undefined;
  return guide.topics.find(({ answer }) =>
    answer
      .map((id) => guide.passage(id))
      .some(
        ({ answers, things }) =>
          answers.includes("fate") && things.some((thing) => asked.things.includes(thing)),
      ),
  );
}

/** From this probability on a question that seems to be none for the guide is none, whatever things it names. */
export const SURE_REFUSAL = 0.9;

/** Up to this probability the topic that comes nearest is as likely, where no words show that its kind of question is not answered. */
export const DOUBTFUL_REFUSAL = 0.6;

/** The topic that tells what happens to all that a question is about, where it asks for nothing else; undefined: none does. */
export const topicOfAll = (guide: Guide, { kinds, things }: AskedFor): Topic | undefined =>
  kinds.length === 1 && kinds[0] === "fate" && things.length > 1
    ? guide.topics.find(({ answer }) => {
        const told = answer.map((id) => guide.passage(id)).filter(({ answers }) => answers.includes("fate"));
        return things.every((thing) => told.some((passage) => passage.things.includes(thing)));
      })
    : undefined;

/** The things whose fate the answer to a topic tells, one entry for each passage that does. */
const toldBy = (guide: Guide, { answer }: Topic): Thing[] =>
  answer
    .map((id) => guide.passage(id))
    .flatMap(({ answers, things }) => (answers.includes("fate") ? things : []));

/** The topic that names what a question is after, where the one it was taken for tells what deleting does to other things. */
export function topicNaming(guide: Guide, topic: Topic, { kinds, things }: AskedFor): Topic | undefined {
  const after = things.filter(isPossession);
  const told = toldBy(guide, topic);
  if (kinds.length !== 1 || kinds[0] !== "fate" || after.length === 0) return undefined;
  if (!told.includes("deleting") || after.some((thing) => told.includes(thing))) return undefined;
  const naming = (one: Topic): number => toldBy(guide, one).filter((thing) => after.includes(thing)).length;
  const [best] = guide.topics.toSorted((one, other) => naming(other) - naming(one));
  return best !== undefined && naming(best) > 0 ? best : undefined;
}

/** That something is not known, as it is said. */
export const saysUnknown = ({ words }: Pick<StepContext, "words">, unknown: Unknown): string =>
  unknown.kind === "fate"
    ? words("unknown.fate", { thing: words(`things.${unknown.thing}`) })
    : words(`unknown.${unknown.kind}`);

/** So many passages are told after what is not known. */
const MOST_TOLD = 2;

/** What a topic does not hold of a question, then what it does hold, and the team. */
export function answerWithout(conversation: StepContext, topicId: string, unknown: Unknown): Message {
  const { guide, words } = conversation;
  const { node, passages, topic } = answer(conversation, topicId);
  const fitting = passages.filter((id) => guide.passage(id).answers.includes(unknown.kind));
  return message(conversation, node, (fitting.length > 0 ? fitting : passages).slice(0, MOST_TOLD), {
    topic,
    before: `${saysUnknown(conversation, unknown)} ${words("unknown.known")}`,
    after: words("unknown.team"),
    offersPerson: true,
    requested: true,
  });
}

/** What is asked for and not known about a topic, as it would be answered in this conversation. */
export const unknownAbout = (conversation: StepContext, topicId: string, asked: AskedFor): Unknown | null =>
  unknownIn(conversation.guide, topicFor(conversation, topicId).answer, asked);
