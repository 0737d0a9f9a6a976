import { ticketName } from "../src/tickets/ticket.ts";
import { begin, mainMenu, mainMenuChoices } from "./main-menu.ts";
import { answer as answerTopic, topicFor } from "./question.ts";
import { message, nodeMessage, prompt, type Step, type StepContext, type StepResult } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** what marks a button for something that was raised before */
const LATER = "later:";

/** Returns the raised topics that are not answered yet; topics with the same answer for this person count once. */
const stillToAnswer = (conversation: StepContext): string[] => {
  const known = conversation.case.later.filter((id) =>
    conversation.guide.topics.some((topic) => topic.id === id),
  );
  const answers = known.map((id) => topicFor(conversation, id).id);
  return known.filter((_, at) => !answers.includes(answers[at] ?? "", at + 1));
};

/** N1 once more, after a matter: what was raised along with another comes first. */
const anythingElse: Step = {
  name: "again",
  title: (conversation) => conversation.words("places.fork"),
  show: (conversation) => {
    const later = stillToAnswer(conversation);
    const titles = later.map((id) => conversation.guide.topic(id).title);
    const before =
      later.length > 0
        ? conversation.words("root.again-later", { topics: titles.join(", ") })
        : conversation.words("root.again");
    return {
      ask: prompt(message(conversation, "N1", [], { before }), [
        ...later.map((id, at) => ({ id: `${LATER}${id}`, title: titles[at] ?? id })),
        ...mainMenuChoices(conversation),
        { id: "no-more", title: conversation.words("root.no-more"), means: "no" },
      ]),
    };
  },
  take: (conversation, answer) => {
    const choice = answer.kind === "choice" ? answer.choice : "";
    if (choice.startsWith(LATER)) return comeBackTo(conversation, choice.slice(LATER.length));
    const taken = begin(conversation, answer);
    return choice === "no-more" ? { ...taken, case: { ...taken.case, later: [] } } : taken;
  },
};

const comeBackTo = (conversation: StepContext, topic: string): StepResult => ({
  case: {
    later: conversation.case.later.filter(
      (id) => topicFor(conversation, id).id !== topicFor(conversation, topic).id,
    ),
  },
  says: [answerTopic(conversation, topic)],
  move: { kind: "to", step: "again" },
});

const goodbye = (conversation: StepContext): string =>
  conversation.ticket?.state.kind === "open"
    ? conversation.words("root.goodbye-waiting", { number: ticketName(conversation.ticket.number) })
    : conversation.words("root.goodbye");

/** Builds the root dialog (N0 and N1, and the closing words), on which all other dialogs stand. */
export const makeRoot = (): GuideWaterfall =>
  new GuideWaterfall("root", [
    {
      name: "welcome",
      title: (conversation) => conversation.words("places.fork"),
      show: (conversation) => ({
        says: [nodeMessage(conversation, "N0", { before: conversation.words("root.welcome") })],
        move: { kind: "next" },
      }),
    },
    mainMenu,
    anythingElse,
    {
      name: "closing",
      title: (conversation) => conversation.words("places.feedback"),
      show: (conversation) => ({
        move:
          conversation.case.solved || conversation.ticket
            ? { kind: "next" }
            : { kind: "begin", dialog: "feedback" },
      }),
    },
    {
      name: "goodbye",
      title: (conversation) => conversation.words("places.feedback"),
      show: (conversation) => ({
        says: [message(conversation, null, [], { before: goodbye(conversation) })],
        move: { kind: "end" },
      }),
    },
  ]);
