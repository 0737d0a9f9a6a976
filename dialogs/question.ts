import type { Guide } from "../src/guide/guide.ts";
import { isOccasion, type Passage, type PolarQuestion, type Topic } from "../src/guide/schema.ts";
import { type AskedFor, nothingSpecial } from "../src/nlu/questions/asked-for.ts";
import { chosen, type Message, message, prompt, type Step, type StepContext } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";
import { suspension } from "./weigh-options.ts";

/** Where the way to close the account is told. */
export const CLOSING_NODES: readonly string[] = ["N10", "N11", "N12"];

/**
 * Reports whether the last click may be explained: consequences heard, an explicit yes, a freelancer's account not
 * stopped.
 */
export const explainsClicks = (conversation: StepContext): boolean =>
  conversation.case.decided && conversation.case.accountType === "freelancer" && !conversation.case.suspended;

/** Returns the topic to answer with; questions about closing a stopped account are answered with restoring. */
export function topicFor(conversation: StepContext, id: string): Topic {
  const asked = conversation.guide.topic(id);
  const instead = suspension(conversation.guide)?.topics[0];
  return conversation.case.suspended && CLOSING_NODES.includes(asked.node) && instead
    ? conversation.guide.topic(instead)
    : asked;
}

/** Whether a passage tells what a question asks for. */
function isAskedFor(
  { answers, things, yes, no }: Passage,
  { kinds, things: about, polar }: AskedFor,
): boolean {
  if (polar !== null && !ofThings(polar) && [...yes, ...no].includes(polar)) return true;
  if (!kinds.some((kind) => answers.includes(kind))) return false;
  return !kinds.includes("fate") || things.some((thing) => !isOccasion(thing) && about.includes(thing));
}

/** Whether a question for a yes or no is asked of things: what is lost and what is kept. */
const ofThings = (polar: PolarQuestion): boolean => polar === "loses" || polar === "keeps";

/** Whether passages name every thing that a question asks after. */
const nameAll = (passages: readonly Passage[], { things }: AskedFor): boolean =>
  things
    .filter((thing) => !isOccasion(thing))
    .every((thing) => passages.some((passage) => passage.things.includes(thing)));

/**
 * The topic with the passage that answers a question for a yes or no; undefined: none does, it is asked of things, or it
 * names something that the topic does not.
 */
export const topicOfPolar = ({ topics }: Guide, asked: AskedFor): Topic | undefined => {
  const { polar } = asked;
  if (polar === null || ofThings(polar)) return undefined;
  return topics.find(({ answer, passages }) => {
    const told = passages.filter(({ id }) => answer.includes(id));
    return told.some(({ yes, no }) => [...yes, ...no].includes(polar)) && nameAll(told, asked);
  });
};

/** Whether a passage about things is about those that a question names, and about the same occasion. */
function isOfThose(passage: Passage, asked: AskedFor): boolean {
  const isPausing = passage.things.includes("pausing");
  if (asked.things.includes(isPausing ? "deleting" : "pausing")) return false;
  return !asked.things.every(isOccasion) && nameAll([passage], asked);
}

/** Returns the yes or no with which a passage of a topic answers a question; undefined where it says neither. */
function leadOf(
  { guide, words }: StepContext,
  topic: Topic,
  passage: Passage,
  asked: AskedFor,
): string | undefined {
  const { polar } = asked;
  if (polar === null) return undefined;
  if (ofThings(polar) ? !isOfThose(passage, asked) : topicOfPolar(guide, asked)?.id !== topic.id)
    return undefined;
  if (passage.yes.includes(polar)) return words("answer.yes");
  return passage.no.includes(polar) ? words("answer.no") : undefined;
}

/**
 * Answers a question about a topic from the guide, what it asks for first; clicks are left out until they may be told.
 * `before` leads in.
 */
export function answer(
  conversation: StepContext,
  topicId: string,
  {
    before,
    offersPerson = false,
    asked = nothingSpecial,
  }: { before?: string; offersPerson?: boolean; asked?: AskedFor | undefined } = {},
): Message {
  const { guide } = conversation;
  const topic = topicFor(conversation, topicId);
  const node = topic.node === "N2" ? "N2" : "I";
  const allowed = explainsClicks(conversation)
    ? topic.answer
    : topic.answer.filter((id) => !guide.clicks.has(id));
  const held = allowed.length < topic.answer.length;
  const fits = allowed.filter((id) => isAskedFor(guide.passage(id), asked));
  const told = [...fits, ...allowed.filter((id) => !fits.includes(id))];
  const [first] = told;
  return message(conversation, node, told, {
    topic: topic.id,
    before,
    lead: first === undefined ? undefined : leadOf(conversation, topic, guide.passage(first), asked),
    offersPerson,
    requested: true,
    ...(held ? { after: conversation.words("answer.clicks-later") } : {}),
  });
}

const ask = (name: string, words: (conversation: StepContext) => string): Step => ({
  name,
  title: (conversation) => conversation.words("places.question"),
  show: (conversation) => ({
    ask: prompt(message(conversation, "I", [], { before: words(conversation) }), [
      ...conversation.guide.menu.map((id) => ({ id, title: conversation.guide.topic(id).title })),
      { id: "no-more", title: conversation.words("question.no-more"), means: "no" },
    ]),
  }),
  take: (conversation, given) => {
    const topic = chosen(given);
    if (topic === null || topic === "no-more") return { move: { kind: "end" } };
    return { says: [answer(conversation, topic)], move: { kind: "to", step: "more" } };
  },
});

/** Builds the question dialog: topics as buttons; a typed question is answered like any side question. */
export const makeQuestion = (): GuideWaterfall =>
  new GuideWaterfall("question", [
    ask("first", (conversation) => conversation.words("question.first")),
    ask("more", (conversation) => conversation.words("question.more")),
  ]);
