import type { Guide } from "../src/guide/guide.ts";
import type { Restoration } from "../src/guide/schema.ts";
import {
  chosen,
  type Move,
  message,
  prompt,
  type Step,
  type StepAnswer,
  type StepContext,
  type StepResult,
} from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** characters */
const SHORTEST_DRAFT = 40;
const WAYS = ["deleted", "suspended"] as const;

const wayOf = (conversation: StepContext): Restoration | undefined => {
  const kind = WAYS.find((id) => id === conversation.case.restoring["which"]);
  return kind && conversation.guide.restoration(kind);
};

const fieldStep = (way: Restoration, field: string): string => `${way.id}-${field}`;

/** The request in the person's own words, or what they made of it. */
function wording(conversation: StepContext): string {
  const way = wayOf(conversation);
  if (conversation.case.draft !== null || !way) return conversation.case.draft ?? "";
  return way.draft.template.replace(
    /\{([\w-]+)\}/g,
    (_, field: string) => known(conversation, way, field) ?? "",
  );
}

/** What the person has said for a field, here or when they were asked how long ago it was. */
function known(conversation: StepContext, way: Restoration, field: string): string | undefined {
  const moment = way.questions.some(({ id, takes }) => id === field && takes === "moment");
  return (
    conversation.case.draftFields[fieldStep(way, field)] ??
    (moment ? conversation.case.restoring[field] : undefined)
  );
}

const fieldSteps = (way: Restoration): Step[] =>
  way.draft.fields.map(
    (field): Step => ({
      name: fieldStep(way, field.id),
      title: (conversation) => conversation.words("places.draft"),
      show: (conversation) => {
        if (
          conversation.case.restoring["which"] !== way.id ||
          known(conversation, way, field.id) !== undefined
        )
          return { move: { kind: "next" } };
        return {
          ask: prompt(
            message(conversation, "R4", [], { before: field.question, topic: way.topic }),
            [],
            "text",
          ),
        };
      },
      take: (conversation, answer) => ({
        case: {
          draft: null,
          draftFields: {
            ...conversation.case.draftFields,
            [fieldStep(way, field.id)]: answer.kind === "text" ? answer.text : "",
          },
        },
        move: { kind: "next" },
      }),
    }),
  );

const offer: Step = {
  name: "offer",
  title: (conversation) => conversation.words("places.draft"),
  show: (conversation) => {
    const passages = [
      ...new Set([...conversation.guide.node("R4"), ...(wayOf(conversation)?.draft.passages ?? [])]),
    ];
    return {
      says: [message(conversation, "R4", passages)],
      ask: prompt(message(conversation, "R4", [], { before: conversation.words("draft.offer") }), [
        { id: "yes", title: conversation.words("draft.yes"), means: "yes", wish: "letter" },
        { id: "no", title: conversation.words("draft.no"), means: "no" },
      ]),
    };
  },
  take: (_, answer) => ({ move: chosen(answer) === "no" ? { kind: "end" } : { kind: "next" } }),
};

const REVIEW = { kind: "to", step: "review" } as const;

/** A text sent while the draft is shown is the new draft, unless it is too short to be one. */
function newWording(conversation: StepContext, text: string, move: Move): StepResult {
  if (text.length >= SHORTEST_DRAFT) return { case: { draft: text }, move };
  return {
    says: [message(conversation, "R4", [], { before: conversation.words("draft.too-short") })],
    move: REVIEW,
  };
}

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** What the person made of the draft in the card that showed it; null when they left it as it was. */
function changedInCard(conversation: StepContext, answer: StepAnswer): string | null {
  const draft = answer.kind === "choice" ? answer.draft : undefined;
  return draft === undefined || onOneLine(draft) === onOneLine(wording(conversation)) ? null : draft;
}

const review: Step = {
  name: "review",
  title: (conversation) => conversation.words("places.draft"),
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "R4", [], {
        before: wording(conversation),
        after: conversation.words("draft.review"),
        card: { kind: "draft", text: wording(conversation) },
      }),
      [
        { id: "good", title: conversation.words("draft.good"), means: "yes" },
        { id: "rewrite", title: conversation.words("draft.rewrite"), means: "no" },
        { id: "again", title: conversation.words("draft.again") },
      ],
      "text",
    ),
  }),
  take: (conversation, answer) => {
    if (answer.kind === "text") return newWording(conversation, answer.text, REVIEW);
    const changed = changedInCard(conversation, answer);
    switch (chosen(answer)) {
      case "rewrite":
        return changed === null
          ? { move: { kind: "to", step: "rewrite" } }
          : newWording(conversation, changed, REVIEW);
      case "again":
        return { case: { draft: null, draftFields: {} }, move: { kind: "to", step: "offer" } };
      default:
        return newWording(conversation, changed ?? wording(conversation), { kind: "end" });
    }
  },
};

const rewrite: Step = {
  name: "rewrite",
  title: (conversation) => conversation.words("places.draft"),
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "R4", [], { before: conversation.words("draft.send-your-own") }),
      [{ id: "keep", title: conversation.words("draft.keep") }],
      "text",
    ),
  }),
  take: (_, answer) => ({
    ...(answer.kind === "text" ? { case: { draft: answer.text } } : {}),
    move: REVIEW,
  }),
};

/** R4: the request to Upwork, worded with the person, shown to copy, changed as often as they like. */
export const makeDraft = (guide: Guide): GuideWaterfall =>
  new GuideWaterfall("draft", [
    offer,
    ...WAYS.map((id) => guide.restoration(id)).flatMap(fieldSteps),
    review,
    rewrite,
  ]);
