import type { Topic } from "../src/guide/schema.ts";
import { chosen, type Message, message, prompt, type Step, type StepContext } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";
import { suspension } from "./weigh-options.ts";

/** Where the way to close the account is told. */
export const CLOSING_NODES: readonly string[] = ["N10", "N11", "N12"];

/** True when the way to the last click may be told: consequences heard, an explicit yes, and a freelancer's account that Upwork has not stopped. */
export const explainsClicks = (conversation: StepContext): boolean =>
  conversation.case.decided && conversation.case.accountType === "freelancer" && !conversation.case.suspended;

/** Somebody whose account was stopped hears about restoring instead of how to close. */
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
  before: string = conversation.words("answer.from-guide"),
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

/** Just a question: topics as buttons; typed questions are answered on the way like any side question. */
export const makeQuestion = (): GuideWaterfall =>
  new GuideWaterfall("question", [
    ask("first", (conversation) => conversation.words("question.first")),
    ask("more", (conversation) => conversation.words("question.more")),
  ]);
