import { asking, chosen, type Step, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const solved: Step = {
  name: "solved",
  title: (talk) => talk.words("places.feedback"),
  show: (talk) => ({
    ask: asking(tell(talk, null, [], { before: talk.words("feedback.solved") }), [
      { id: "yes", title: talk.words("feedback.yes"), means: "yes" },
      { id: "partly", title: talk.words("feedback.partly"), means: "unsure" },
      { id: "no", title: talk.words("feedback.no"), means: "no" },
    ]),
  }),
  take: (_, answer) => {
    const said = chosen(answer);
    return { case: { solved: said === "yes" || said === "no" ? said : "partly" }, move: { kind: "next" } };
  },
};

const comment: Step = {
  name: "comment",
  title: (talk) => talk.words("places.feedback"),
  show: (talk) => ({
    ask: asking(
      tell(talk, null, [], {
        before: talk.words(talk.case.solved === "yes" ? "feedback.comment" : "feedback.comment-unsolved"),
        offersPerson: talk.case.solved !== "yes",
      }),
      [{ id: "skip", title: talk.words("feedback.skip"), means: "no" }],
      "text",
    ),
  }),
  take: (_, answer) => ({
    case: { comment: answer.kind === "text" ? answer.text : null },
    effect: "rate",
    move: { kind: "next" },
  }),
};

/** Closing words: was it solved, and one comment for whoever likes to leave one. */
export const makeFeedback = (): GuideWaterfall =>
  new GuideWaterfall("feedback", [
    solved,
    comment,
    {
      name: "thanks",
      title: (talk) => talk.words("places.feedback"),
      show: (talk) => ({
        says: [tell(talk, null, [], { before: talk.words("feedback.thanks") })],
        move: { kind: "end" },
      }),
    },
  ]);
