import { chosen, message, prompt, type Step, type StepContext } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const solved: Step = {
  name: "solved",
  title: (conversation) => conversation.words("places.feedback"),
  show: (conversation) => ({
    ask: prompt(message(conversation, null, [], { before: conversation.words("feedback.solved") }), [
      { id: "yes", title: conversation.words("feedback.yes"), means: "yes" },
      { id: "partly", title: conversation.words("feedback.partly"), means: "unsure" },
      { id: "no", title: conversation.words("feedback.no"), means: "no" },
    ]),
  }),
  take: (_, answer) => {
    const said = chosen(answer);
    return { case: { solved: said === "yes" || said === "no" ? said : "partly" }, move: { kind: "next" } };
  },
};

const feedbackComment: Step = {
  name: "comment",
  title: (conversation) => conversation.words("places.feedback"),
  show: (conversation) => ({
    ask: prompt(
      message(conversation, null, [], {
        before: conversation.words(
          conversation.case.solved === "yes" ? "feedback.comment" : "feedback.comment-unsolved",
        ),
        offersPerson: conversation.case.solved !== "yes",
      }),
      [{ id: "skip", title: conversation.words("feedback.skip"), means: "no" }],
      "text",
    ),
  }),
  take: (_, answer) => ({
    case: { comment: answer.kind === "text" ? answer.text : null },
    effect: "rate",
    move: { kind: "next" },
  }),
};

/** Builds the feedback dialog: whether it was solved, and an optional comment. */
export const makeFeedback = (): GuideWaterfall =>
  new GuideWaterfall("feedback", [
    solved,
    feedbackComment,
    {
      name: "thanks",
      title: (conversation) => conversation.words("places.feedback"),
      show: (conversation) => ({
        says: [message(conversation, null, [], { before: conversation.words("feedback.thanks") })],
        move: { kind: "end" },
      }),
    },
  ]);

const SCORES = [1, 2, 3, 4, 5] as const;

const placeTitle = (conversation: StepContext): string => conversation.words("places.rate");

const score: Step = {
  name: "score",
  title: placeTitle,
  show: (conversation) => {
    const state = conversation.ticket?.state;
    if (state?.kind !== "closed" || !state.ratable) return { move: { kind: "end" } };
    return {
      ask: prompt(
        message(conversation, null, [], {
          before: conversation.words("rate.score"),
          card: { kind: "csat", ticket: conversation.ticket?.number ?? 0 },
        }),
        [
          ...SCORES.map((number) => ({
            id: `score-${number}`,
            title: conversation.words(`rate.score-${number}`),
            words: conversation.words(`rate.score-${number}-words`).split(", "),
          })),
          { id: "skip", title: conversation.words("rate.skip"), means: "no" },
        ],
      ),
    };
  },
  take: (_, answer) => {
    const said = chosen(answer);
    const given = SCORES.find((number) => said === `score-${number}`);
    if (given === undefined) return { move: { kind: "end" } };
    return { case: { score: given, comment: null }, effect: "rate-ticket", move: { kind: "next" } };
  },
};

const comment: Step = {
  name: "comment",
  title: placeTitle,
  show: (conversation) => ({
    ask: prompt(
      message(conversation, null, [], { before: conversation.words("rate.comment") }),
      [{ id: "skip", title: conversation.words("rate.no-comment"), means: "no" }],
      "text",
    ),
  }),
  take: (_, answer) =>
    answer.kind === "text"
      ? { case: { comment: answer.text }, effect: "comment-ticket", move: { kind: "next" } }
      : { move: { kind: "next" } },
};

/** Builds the rating dialog: a score of the agents from 1 to 5, and a comment, once for each ticket. */
export const makeRate = (): GuideWaterfall =>
  new GuideWaterfall("rate", [
    score,
    comment,
    {
      name: "thanks",
      title: placeTitle,
      show: (conversation) => ({
        says: [message(conversation, null, [], { before: conversation.words("rate.thanks") })],
        move: { kind: "end" },
      }),
    },
  ]);
