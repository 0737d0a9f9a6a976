import { asking, chosen, type Step, type Talk, tell } from "./step.ts";
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

const feedbackComment: Step = {
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

/** Closing words: was it solved, and one feedbackComment for whoever likes to leave one. */
export const makeFeedback = (): GuideWaterfall =>
  new GuideWaterfall("feedback", [
    solved,
    feedbackComment,
    {
      name: "thanks",
      title: (talk) => talk.words("places.feedback"),
      show: (talk) => ({
        says: [tell(talk, null, [], { before: talk.words("feedback.thanks") })],
        move: { kind: "end" },
      }),
    },
  ]);

const SCORES = [1, 2, 3, 4, 5] as const;

const titled = (talk: Talk): string => talk.words("places.rate");

const score: Step = {
  name: "score",
  title: titled,
  show: (talk) => {
    const state = talk.ticket?.state;
    if (state?.kind !== "closed" || !state.ratable) return { move: { kind: "end" } };
    return {
      ask: asking(
        tell(talk, null, [], {
          before: talk.words("rate.score"),
          card: { kind: "csat", ticket: talk.ticket?.number ?? 0 },
        }),
        [
          ...SCORES.map((number) => ({
            id: `score-${number}`,
            title: talk.words(`rate.score-${number}`),
            words: talk.words(`rate.score-${number}-words`).split(", "),
          })),
          { id: "skip", title: talk.words("rate.skip"), means: "no" },
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
  title: titled,
  show: (talk) => ({
    ask: asking(
      tell(talk, null, [], { before: talk.words("rate.comment") }),
      [{ id: "skip", title: talk.words("rate.no-comment"), means: "no" }],
      "text",
    ),
  }),
  take: (_, answer) =>
    answer.kind === "text"
      ? { case: { comment: answer.text }, effect: "comment-ticket", move: { kind: "next" } }
      : { move: { kind: "next" } },
};

/** How content the person was with the desk's people, from 1 to 5, and a comment: once for each ticket. */
export const makeRate = (): GuideWaterfall =>
  new GuideWaterfall("rate", [
    score,
    comment,
    {
      name: "thanks",
      title: titled,
      show: (talk) => ({
        says: [tell(talk, null, [], { before: talk.words("rate.thanks") })],
        move: { kind: "end" },
      }),
    },
  ]);
