import type { Topic } from "../src/guide/schema.ts";
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

/** Answers a question about a topic from the guide; clicks are left out until they may be told. `before` leads in. */
export function answer(
  conversation: StepContext,
  topicId: string,
  before = "",
  offersPerson = false,
): Message {
  const topic = topicFor(conversation, topicId);
  const node = topic.node === "N2" ? "N2" : "I";
  const allowed = explainsClicks(conversation)
    ? topic.answer
    : topic.answer.filter((id) => !conversation.guide.clicks.has(id));
  const held = allowed.length < topic.answer.length;
  return message(conversation, node, allowed, {
    topic: topic.id,
    before,
    offersPerson,
    cited: true,
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
