import type { Topic } from "../src/guide/schema.ts";
import { asking, chosen, type Line, type Step, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";
import { suspension } from "./weigh-options.ts";

const CLOSING = ["N10", "N11", "N12"];

/** True when the way to the last click may be told: consequences heard, an explicit yes, and a freelancer's account that Upwork has not stopped. */
export const mayTellClicks = (talk: Talk): boolean =>
  talk.case.decided && talk.case.accountType === "freelancer" && !talk.case.suspended;

/** Somebody whose account was stopped hears about restoring instead of how to close. */
export function topicFor(talk: Talk, id: string): Topic {
  const asked = talk.guide.topic(id);
  const instead = suspension(talk.guide)?.topics[0];
  return talk.case.suspended && CLOSING.includes(asked.node) && instead ? talk.guide.topic(instead) : asked;
}

/** Answers a question about a topic from the guide; clicks are left out until they may be told. `before` leads in. */
export function answer(talk: Talk, topicId: string, before: string = talk.words("answer.from-guide")): Line {
  const topic = topicFor(talk, topicId);
  const node = topic.node === "N2" ? "N2" : "I";
  const allowed = mayTellClicks(talk)
    ? topic.answer
    : topic.answer.filter((id) => !talk.guide.clicks.has(id));
  const held = allowed.length < topic.answer.length;
  return tell(talk, node, allowed, {
    topic: topic.id,
    before,
    ...(held ? { after: talk.words("answer.clicks-later") } : {}),
  });
}

const ask = (name: string, words: (talk: Talk) => string): Step => ({
  name,
  title: (talk) => talk.words("places.question"),
  show: (talk) => ({
    ask: asking(tell(talk, "I", [], { before: words(talk) }), [
      ...talk.guide.menu.map((id) => ({ id, title: talk.guide.topic(id).title })),
      { id: "no-more", title: talk.words("question.no-more"), means: "no" },
    ]),
  }),
  take: (talk, given) => {
    const topic = chosen(given);
    if (topic === null || topic === "no-more") return { move: { kind: "end" } };
    return { says: [answer(talk, topic)], move: { kind: "to", step: "more" } };
  },
});

/** Just a question: topics as buttons; typed questions are answered on the way like any side question. */
export const makeQuestion = (): GuideWaterfall =>
  new GuideWaterfall("question", [
    ask("first", (talk) => talk.words("question.first")),
    ask("more", (talk) => talk.words("question.more")),
  ]);
