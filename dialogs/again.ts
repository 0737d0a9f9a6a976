import { answer as answerTopic, topicFor } from "./answer.ts";
import { begin, forks } from "./fork.ts";
import { asking, type Step, type Taken, type Talk, tell } from "./step.ts";

/** what marks a button for something that was raised before */
const LATER = "later:";

/** What was raised and is not answered yet; topics that have the same answer for this person count once. */
const stillToAnswer = (talk: Talk): string[] => {
  const known = talk.case.later.filter((id) => talk.guide.topics.some((topic) => topic.id === id));
  const answers = known.map((id) => topicFor(talk, id).id);
  return known.filter((_, at) => !answers.includes(answers[at] ?? "", at + 1));
};

/** N1 once more, after a matter: what was raised along with another comes first. */
export const again: Step = {
  name: "again",
  title: (talk) => talk.words("places.fork"),
  show: (talk) => {
    const later = stillToAnswer(talk);
    const titles = later.map((id) => talk.guide.topic(id).title);
    const before =
      later.length > 0
        ? talk.words("root.again-later", { topics: titles.join(", ") })
        : talk.words("root.again");
    return {
      ask: asking(tell(talk, "N1", [], { before }), [
        ...later.map((id, at) => ({ id: `${LATER}${id}`, title: titles[at] ?? id })),
        ...forks(talk),
        { id: "no-more", title: talk.words("root.no-more"), means: "no" },
      ]),
    };
  },
  take: (talk, answer) => {
    const choice = answer.kind === "choice" ? answer.choice : "";
    if (choice.startsWith(LATER)) return comeBackTo(talk, choice.slice(LATER.length));
    const taken = begin(talk, answer);
    return choice === "no-more" ? { ...taken, case: { ...taken.case, later: [] } } : taken;
  },
};

const comeBackTo = (talk: Talk, topic: string): Taken => ({
  case: { later: talk.case.later.filter((id) => topicFor(talk, id).id !== topicFor(talk, topic).id) },
  says: [answerTopic(talk, topic)],
  move: { kind: "to", step: "again" },
});
