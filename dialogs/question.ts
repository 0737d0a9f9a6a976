import { answer } from "./answer.ts";
import { asking, chosen, type Step, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

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
