import { ticketName } from "../src/tickets/ticket.ts";
import { begin, fork, forks } from "./main-menu.ts";
import { answer as answerTopic, topicFor } from "./question.ts";
import { asking, type Step, type Taken, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** what marks a button for something that was raised before */
const LATER = "later:";

/** What was raised and is not answered yet; topics that have the same answer for this person count once. */
const stillToAnswer = (talk: Talk): string[] => {
  const known = talk.case.later.filter((id) => talk.guide.topics.some((topic) => topic.id === id));
  const answers = known.map((id) => topicFor(talk, id).id);
  return known.filter((_, at) => !answers.includes(answers[at] ?? "", at + 1));
};

/** N1 once more, after a matter: what was raised along with another comes first. */
const again: Step = {
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

const goodbye = (talk: Talk): string =>
  talk.ticket?.state.kind === "open"
    ? talk.words("root.goodbye-waiting", { number: ticketName(talk.ticket.number) })
    : talk.words("root.goodbye");

/** N0 and N1, and the closing words: the ground on which all other dialogs stand. */
export const makeRoot = (): GuideWaterfall =>
  new GuideWaterfall("root", [
    {
      name: "welcome",
      title: (talk) => talk.words("places.fork"),
      show: (talk) => ({
        says: [
          tell(talk, "N0", talk.guide.node("N0"), {
            before: talk.words("root.welcome"),
            after: talk.words("root.not-upwork"),
          }),
        ],
        move: { kind: "next" },
      }),
    },
    fork,
    again,
    {
      name: "closing",
      title: (talk) => talk.words("places.feedback"),
      show: (talk) => ({
        move: talk.case.solved || talk.ticket ? { kind: "next" } : { kind: "begin", dialog: "feedback" },
      }),
    },
    {
      name: "goodbye",
      title: (talk) => talk.words("places.feedback"),
      show: (talk) => ({
        says: [tell(talk, null, [], { before: goodbye(talk) })],
        move: { kind: "end" },
      }),
    },
  ]);
