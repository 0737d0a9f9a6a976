import type { Guide } from "../src/guide/guide.ts";
import type { DraftField, Restoration } from "../src/guide/schema.ts";
import { fieldAnswer } from "../src/nlu/letter/field-answer.ts";
import { approves, isLetter } from "../src/nlu/letter/letter-edit.ts";
import { isNotice, tellingSentence } from "../src/nlu/letter/notice.ts";
import { answerText, editAtField, editAtReview, sayAt } from "./draft-edit.ts";
import {
  ASKED_AGAIN,
  fieldStep,
  fieldsOf,
  isSettled,
  type LetterParts,
  letterOf,
  PROPOSED,
  WAYS,
  wayOf,
  withField,
} from "./draft-letter.ts";
import {
  chosen,
  type Message,
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
const REVIEW = { kind: "to", step: "review" } as const;

const placeTitle = (conversation: StepContext): string => conversation.words("places.draft");

/** Returns a note that a question is left out, where the person said so in their own words. */
const noteLeftOut = (conversation: StepContext, value: string): Message[] =>
  value === "" && conversation.said !== null
    ? [message(conversation, "R4", [], { before: conversation.words("draft.left-out") })]
    : [];

/**
 * Takes an answer to a field's question: a part of the letter, nothing that belongs there, or an edit of the letter.
 */
function takeField(
  way: Restoration,
  field: DraftField,
  conversation: StepContext,
  answer: StepAnswer,
  words: LetterParts,
): StepResult {
  const step = fieldStep(way, field.id);
  const set = (said: string): StepResult => {
    const change = withField(conversation, field, said, words);
    if (change !== null)
      return { case: change, says: noteLeftOut(conversation, said), move: { kind: "next" } };
    const { [ASKED_AGAIN]: _, ...draftFields } = conversation.case.draftFields;
    return sayAt(conversation, "review", conversation.words("draft.what-to-change"), { draftFields });
  };
  if (answer.kind !== "text") return set(answerText(conversation, answer));
  const notice = isNotice(answer.text, words.letters);
  const edit = notice ? null : editAtField(conversation, answer.text, step, words);
  if (edit !== null) return edit;
  const said = fieldAnswer(answer.text, words.letters);
  switch (said.kind) {
    case "text":
      return set(notice ? tellingSentence(said.text, words.letters) : said.text);
    case "skip":
      return set("");
    case "screenshot":
      return sayAt(conversation, step, conversation.words("draft.paste"));
    case "nothing":
      return sayAt(conversation, step, conversation.words("draft.take-your-time"));
    default:
      return said satisfies never;
  }
}

const fieldSteps = (way: Restoration, words: LetterParts): Step[] =>
  fieldsOf(way).map(
    (field): Step => ({
      name: fieldStep(way, field.id),
      title: placeTitle,
      show: (conversation) => {
        const again = conversation.case.draftFields[ASKED_AGAIN] === fieldStep(way, field.id);
        const isOther = conversation.case.restoring["which"] !== way.id;
        if (isOther || (!again && isSettled(conversation, way, field))) return { move: { kind: "next" } };
        const skip = conversation.words("draft.skip-words").split(", ");
        return {
          ask: prompt(
            message(conversation, "R4", [], { before: field.question, topic: way.topic }),
            [{ id: "skip", title: conversation.words("draft.skip"), words: skip, means: "unsure" }],
            field.as === "moment" ? "moment" : "text",
          ),
        };
      },
      take: (conversation, answer) => takeField(way, field, conversation, answer, words),
      isEdit: (conversation, text) =>
        editAtField(conversation, text, fieldStep(way, field.id), words) !== null,
    }),
  );

const offer: Step = {
  name: "offer",
  title: placeTitle,
  show: (conversation) => {
    const passages = [
      ...new Set([...conversation.guide.node("R4").says, ...(wayOf(conversation)?.draft.passages ?? [])]),
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

/** Takes a text as the new letter, unless it is too short to be one. */
function takeWording(conversation: StepContext, text: string, move: Move): StepResult {
  if (text.length >= SHORTEST_DRAFT) return { case: { draft: text }, move };
  return sayAt(conversation, "review", conversation.words("draft.too-short"));
}

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Takes a text at the finished letter: an edit, an approval, a proposed new letter, or none of them. */
function takeText(conversation: StepContext, text: string, words: LetterParts): StepResult {
  const edit = editAtReview(conversation, text, words);
  if (edit !== null) return edit;
  if (approves(text, words.letters))
    return { case: { draft: letterOf(conversation, words) }, move: { kind: "end" } };
  if (!isLetter(text, words.letters))
    return sayAt(conversation, "review", conversation.words("draft.what-to-change"));
  return {
    case: { draftFields: { ...conversation.case.draftFields, [PROPOSED]: text } },
    move: { kind: "to", step: "rewrite-confirm" },
  };
}

const makeReview = (words: LetterParts): Step => ({
  name: "review",
  title: placeTitle,
  show: (conversation) => {
    const text = letterOf(conversation, words);
    return {
      ask: prompt(
        message(conversation, "R4", [], {
          before: text,
          after: conversation.words("draft.review"),
          card: { kind: "draft", text },
        }),
        [
          { id: "good", title: conversation.words("draft.good"), means: "yes" },
          { id: "rewrite", title: conversation.words("draft.rewrite"), means: "no" },
          { id: "again", title: conversation.words("draft.again"), loses: true },
        ],
        "text",
      ),
    };
  },
  isEdit: (conversation, text) => editAtReview(conversation, text, words) !== null,
  take: (conversation, answer) => {
    if (answer.kind === "text") return takeText(conversation, answer.text, words);
    const letter = letterOf(conversation, words);
    /** as the person left it in the card that showed it */
    const card = answer.kind === "choice" ? answer.draft : undefined;
    const changed = card === undefined || onOneLine(card) === onOneLine(letter) ? null : card;
    switch (chosen(answer)) {
      case "rewrite": {
        const edit = conversation.said === null ? null : editAtReview(conversation, conversation.said, words);
        if (edit !== null) return edit;
        return changed === null
          ? { move: { kind: "to", step: "rewrite" } }
          : takeWording(conversation, changed, REVIEW);
      }
      case "again":
        return { case: { draft: null, draftFields: {} }, move: { kind: "to", step: "offer" } };
      default:
        return changed === null
          ? { case: { draft: letter }, move: { kind: "end" } }
          : takeWording(conversation, changed, { kind: "end" });
    }
  },
});

/** Asks before a letter that nobody asked for takes the place of the one that was made. */
const rewriteConfirm: Step = {
  name: "rewrite-confirm",
  title: placeTitle,
  show: (conversation) => ({
    ask: prompt(message(conversation, "R4", [], { before: conversation.words("draft.replace") }), [
      { id: "use", title: conversation.words("draft.replace-yes"), means: "yes" },
      { id: "keep", title: conversation.words("draft.replace-no"), means: "no" },
    ]),
  }),
  take: (conversation, answer) => {
    const { [PROPOSED]: proposed, ...draftFields } = conversation.case.draftFields;
    const draft = chosen(answer) === "use" && proposed !== undefined ? { draft: proposed } : {};
    return { case: { draftFields, ...draft }, move: REVIEW };
  },
};

const makeRewrite = (words: LetterParts): Step => ({
  name: "rewrite",
  title: placeTitle,
  show: (conversation) => ({
    ask: prompt(
      message(conversation, "R4", [], { before: conversation.words("draft.send-your-own") }),
      [{ id: "keep", title: conversation.words("draft.keep") }],
      "text",
    ),
  }),
  take: (conversation, answer) => {
    if (answer.kind !== "text") return { move: REVIEW };
    const edit = editAtReview(conversation, answer.text, words);
    return edit ?? takeWording(conversation, answer.text, REVIEW);
  },
});

/**
 * Builds the letter dialog (R4): the request to Upwork, drafted with the person, shown to copy, and edited until it
 * fits.
 */
export const makeDraft = (guide: Guide, words: LetterParts): GuideWaterfall =>
  new GuideWaterfall("draft", [
    offer,
    ...WAYS.map((id) => guide.restoration(id)).flatMap((way) => fieldSteps(way, words)),
    makeReview(words),
    makeRewrite(words),
    rewriteConfirm,
  ]);
