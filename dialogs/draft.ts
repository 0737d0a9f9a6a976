import type { Guide } from "../src/guide/guide.ts";
import type { Restoration } from "../src/guide/schema.ts";
import { type Answer, asking, chosen, type Move, type Step, type Taken, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** characters */
const SHORTEST_DRAFT = 40;
const WAYS = ["deleted", "suspended"] as const;

const wayOf = (talk: Talk): Restoration | undefined => {
  const kind = WAYS.find((id) => id === talk.case.restoring["which"]);
  return kind && talk.guide.restoration(kind);
};

const fieldStep = (way: Restoration, field: string): string => `${way.id}-${field}`;

/** The request in the person's own words, or what they made of it. */
function wording(talk: Talk): string {
  const way = wayOf(talk);
  if (talk.case.draft !== null || !way) return talk.case.draft ?? "";
  return way.draft.template.replace(/\{([\w-]+)\}/g, (_, field: string) => known(talk, way, field) ?? "");
}

/** What the person has said for a field, here or when they were asked how long ago it was. */
function known(talk: Talk, way: Restoration, field: string): string | undefined {
  const moment = way.questions.some(({ id, takes }) => id === field && takes === "moment");
  return talk.case.draftFields[fieldStep(way, field)] ?? (moment ? talk.case.restoring[field] : undefined);
}

const fieldSteps = (way: Restoration): Step[] =>
  way.draft.fields.map(
    (field): Step => ({
      name: fieldStep(way, field.id),
      title: (talk) => talk.words("places.draft"),
      show: (talk) => {
        if (talk.case.restoring["which"] !== way.id || known(talk, way, field.id) !== undefined)
          return { move: { kind: "next" } };
        return {
          ask: asking(tell(talk, "R4", [], { before: field.question, topic: way.topic }), [], "text"),
        };
      },
      take: (talk, answer) => ({
        case: {
          draft: null,
          draftFields: {
            ...talk.case.draftFields,
            [fieldStep(way, field.id)]: answer.kind === "text" ? answer.text : "",
          },
        },
        move: { kind: "next" },
      }),
    }),
  );

const offer: Step = {
  name: "offer",
  title: (talk) => talk.words("places.draft"),
  show: (talk) => {
    const passages = [...new Set([...talk.guide.node("R4"), ...(wayOf(talk)?.draft.passages ?? [])])];
    return {
      says: [tell(talk, "R4", passages)],
      ask: asking(tell(talk, "R4", [], { before: talk.words("draft.offer") }), [
        { id: "yes", title: talk.words("draft.yes"), means: "yes" },
        { id: "no", title: talk.words("draft.no"), means: "no" },
      ]),
    };
  },
  take: (_, answer) => ({ move: chosen(answer) === "no" ? { kind: "end" } : { kind: "next" } }),
};

const REVIEW = { kind: "to", step: "review" } as const;

/** A text sent while the draft is shown is the new draft, unless it is too short to be one. */
function newWording(talk: Talk, text: string, move: Move): Taken {
  if (text.length >= SHORTEST_DRAFT) return { case: { draft: text }, move };
  return {
    says: [tell(talk, "R4", [], { before: talk.words("draft.too-short") })],
    move: REVIEW,
  };
}

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** What the person made of the draft in the card that showed it; null when they left it as it was. */
function changedInCard(talk: Talk, answer: Answer): string | null {
  const draft = answer.kind === "choice" ? answer.draft : undefined;
  return draft === undefined || onOneLine(draft) === onOneLine(wording(talk)) ? null : draft;
}

const review: Step = {
  name: "review",
  title: (talk) => talk.words("places.draft"),
  show: (talk) => ({
    ask: asking(
      tell(talk, "R4", [], {
        before: wording(talk),
        after: talk.words("draft.review"),
        card: { kind: "draft", text: wording(talk) },
      }),
      [
        { id: "good", title: talk.words("draft.good"), means: "yes" },
        { id: "rewrite", title: talk.words("draft.rewrite"), means: "no" },
        { id: "again", title: talk.words("draft.again") },
      ],
      "text",
    ),
  }),
  take: (talk, answer) => {
    if (answer.kind === "text") return newWording(talk, answer.text, REVIEW);
    const changed = changedInCard(talk, answer);
    switch (chosen(answer)) {
      case "rewrite":
        return changed === null
          ? { move: { kind: "to", step: "rewrite" } }
          : newWording(talk, changed, REVIEW);
      case "again":
        return { case: { draft: null, draftFields: {} }, move: { kind: "to", step: "offer" } };
      default:
        return newWording(talk, changed ?? wording(talk), { kind: "end" });
    }
  },
};

const rewrite: Step = {
  name: "rewrite",
  title: (talk) => talk.words("places.draft"),
  show: (talk) => ({
    ask: asking(
      tell(talk, "R4", [], { before: talk.words("draft.send-your-own") }),
      [{ id: "keep", title: talk.words("draft.keep") }],
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
