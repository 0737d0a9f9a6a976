import { readDate } from "../src/nlu/answers/date-grammar.ts";
import { edited, type LetterEdit, letterEdit } from "../src/nlu/letter/letter-edit.ts";
import type { LetterParts } from "./draft-letter.ts";
import { ASKED_AGAIN, fieldStep, fieldsOf, letterOf, MORE, wayOf, withField } from "./draft-letter.ts";
import { whenClause } from "./restore-date.ts";
import type { Case } from "./state.ts";
import { message, type StepAnswer, type StepContext, type StepResult } from "./step.ts";

/** Says something of the letter's and stays at, or goes to, a step of the draft. */
export const sayAt = (
  conversation: StepContext,
  step: string,
  before: string,
  change: Partial<Case> = {},
): StepResult => ({
  case: change,
  says: [message(conversation, "R4", [], { before })],
  move: { kind: "to", step },
});

/** Applies an edit that a text asks for to the finished letter; null where it asks for none. */
export function editAtReview(conversation: StepContext, text: string, words: LetterParts): StepResult | null {
  const letter = letterOf(conversation, words);
  const edit = letterEdit(text, letter, words.letters);
  if (edit === null) return null;
  if (edit.kind === "field") return correctField(conversation, edit, words);
  const draft = edited(edit, letter, words.letters);
  if (draft === null) return sayAt(conversation, "review", explainRefusal(conversation, edit));
  const draftFields =
    edit.kind === "replace" ? editFields(conversation, edit, words) : conversation.case.draftFields;
  return sayAt(conversation, "review", conversation.words("draft.changed"), { draft, draftFields });
}

/** Applies an edit that a text asks for while a field is asked; null where the text is the field's answer. */
export function editAtField(
  conversation: StepContext,
  text: string,
  step: string,
  words: LetterParts,
): StepResult | null {
  const letter = letterOf(conversation, words);
  const edit = letterEdit(text, letter, words.letters, { atField: true });
  switch (edit?.kind) {
    case undefined:
      return null;
    case "field":
      return correctField(conversation, edit, words, step);
    case "replace": {
      const draftFields = editFields(conversation, edit, words);
      const draft = conversation.case.draft === null ? null : edited(edit, letter, words.letters);
      const isSame = JSON.stringify(draftFields) === JSON.stringify(conversation.case.draftFields);
      return isSame
        ? null
        : sayAt(conversation, step, conversation.words("draft.noted"), { draftFields, draft });
    }
    case "add": {
      const more = addSentence(conversation, edit.sentence);
      return more === null ? null : sayAt(conversation, step, conversation.words("draft.added"), more);
    }
    default:
      return sayAt(conversation, step, conversation.words("draft.not-finished"));
  }
}

/** Replaces a wrong answer by the right one, or asks for it again. */
function correctField(
  conversation: StepContext,
  { ids, to }: Extract<LetterEdit, { kind: "field" }>,
  words: LetterParts,
  step = "review",
): StepResult | null {
  const way = wayOf(conversation);
  const field = way && fieldsOf(way).find(({ id }) => ids.includes(id));
  if (!way || !field)
    return step === "review"
      ? sayAt(conversation, step, explainRefusal(conversation, { kind: "unclear" }))
      : null;
  const own = fieldStep(way, field.id);
  if (to === null)
    return {
      case: { draftFields: { ...conversation.case.draftFields, [ASKED_AGAIN]: own } },
      move: { kind: "to", step: own },
    };
  const said = field.as === "moment" ? dayIn(conversation, to, words) : to;
  if (said === null) return correctField(conversation, { kind: "field", ids, to: null }, words, step);
  const change = withField(conversation, field, said, words);
  if (change === null)
    return sayAt(conversation, "review", explainRefusal(conversation, { kind: "unclear" }));
  const done = conversation.words(step === "review" ? "draft.changed" : "draft.noted");
  return sayAt(conversation, step, done, change);
}

/** Returns the day named in a correction, as a clause; null where it names none, or two. */
function dayIn(conversation: StepContext, text: string, { dates }: LetterParts): string | null {
  const read = readDate(text, conversation.now, dates);
  return read?.kind === "date" && read.date.choices === undefined
    ? whenClause(conversation, read.date)
    : null;
}

/** Returns the answers with a replacement made in each that holds the words. */
function editFields(
  { case: { draftFields } }: StepContext,
  edit: LetterEdit,
  words: LetterParts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(draftFields).map(([id, said]) => [id, edited(edit, said, words.letters) ?? said] as const),
  );
}

function addSentence(conversation: StepContext, sentence: string): Partial<Case> | null {
  const way = wayOf(conversation);
  if (!way || !fieldsOf(way).some(({ id }) => id === MORE)) return null;
  const { draftFields, draft } = conversation.case;
  const key = fieldStep(way, MORE);
  const more = [draftFields[key], sentence].filter((said) => said !== undefined && said !== "").join(" ");
  return {
    draftFields: { ...draftFields, [key]: more },
    draft: draft === null ? null : `${draft}\n\n${sentence}`,
  };
}

function explainRefusal({ words }: StepContext, edit: LetterEdit): string {
  switch (edit.kind) {
    case "replace":
      return words("draft.not-there", { words: edit.from });
    case "remove":
      return words("draft.no-such-part", { words: edit.what });
    case "shorter":
      return words("draft.no-shorter");
    case "politer":
      return words("draft.no-politer");
    case "grammar":
      return words("draft.no-slips");
    case "longer":
    case "add":
      return words("draft.what-to-add");
    case "field":
    case "unclear":
      return words("draft.what-to-change");
    default:
      return edit satisfies never;
  }
}

/** Returns the text of an answer to a field's question, a day as a clause; empty for other answers. */
export const answerText = (conversation: StepContext, answer: StepAnswer): string =>
  answer.kind === "moment"
    ? whenClause(conversation, answer.moment)
    : answer.kind === "text"
      ? answer.text
      : "";
