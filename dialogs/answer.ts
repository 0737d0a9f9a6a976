import { type Line, type Talk, tell } from "./step.ts";

/** True when the way to the last click may be told: consequences heard, an explicit yes, and a freelancer's account. */
export const mayTellClicks = (talk: Talk): boolean =>
  talk.case.decided && talk.case.accountType === "freelancer";

/** Answers a question about a topic from the guide; clicks are left out until they may be told. */
export function answer(talk: Talk, topicId: string): Line {
  const topic = talk.guide.topic(topicId);
  const node = topic.node === "N2" ? "N2" : "I";
  const allowed = mayTellClicks(talk)
    ? topic.answer
    : topic.answer.filter((id) => !talk.guide.clicks.has(id));
  const held = allowed.length < topic.answer.length;
  return tell(talk, node, allowed, {
    topic: topicId,
    before: talk.words("answer.from-guide"),
    ...(held ? { after: talk.words("answer.clicks-later") } : {}),
  });
}
