import { readDate } from "../src/nlu/answers/date-grammar.ts";
import { edited, type LetterEdit, letterEdit } from "../src/nlu/letter/letter-edit.ts";
import type { LetterParts } from "./draft-letter.ts";
import { ASKED_AGAIN, fieldStep, fieldsOf, letterOf, MORE, wayOf, withField } from "./draft-letter.ts";
import { whenClause } from "./restore-date.ts";
import type { Case } from "./state.ts";
import { message, type StepAnswer, type StepContext, type StepResult } from "./step.ts";

/** Says something of the letter's and stays at, or goes to, a step of the draft. */
export const saying = (
  conversation: StepContext,
  step: string,
  before: string,
  change: Partial<Case> = {},
): StepResult => ({
  case: change,
  says: [message(conversation, "R4", [], { before })],
  move: { kind: "to", step },
});

/** What a text at the finished letter changes in it; null where it asks for no change. */
export function editAtReview(conversation: StepContext, text: string, words: LetterParts): StepResult | null {
  const letter = letterOf(conversation, words);
  const edit = letterEdit(text, letter, words.letters);
  if (edit === null) return null;
  if (edit.kind === "field") return fieldEdit(conversation, edit, words);
  const draft = edited(edit, letter, words.letters);
  if (draft === null) return saying(conversation, "review", whyNot(conversation, edit));
  const draftFields =
    edit.kind === "replace" ? inFields(conversation, edit, words) : conversation.case.draftFields;
  return saying(conversation, "review", conversation.words("draft.changed"), { draft, draftFields });
}

/** What a text that says which answer is wrong changes in the finished letter: "the date is wrong"; null where it says no such thing. */
export function fieldAtReview(
  conversation: StepContext,
  text: string,
  words: LetterParts,
): StepResult | null {
  const edit = letterEdit(text, letterOf(conversation, words), words.letters);
  return edit?.kind === "field" ? fieldEdit(conversation, edit, words) : null;
}

/** What a text changes while an answer is asked for; null where it is that answer. */
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
      return fieldEdit(conversation, edit, words, step);
    case "replace": {
      const draftFields = inFields(conversation, edit, words);
      const draft = conversation.case.draft === null ? null : edited(edit, letter, words.letters);
      const isSame = JSON.stringify(draftFields) === JSON.stringify(conversation.case.draftFields);
      return isSame
        ? null
        : saying(conversation, step, conversation.words("draft.noted"), { draftFields, draft });
    }
    case "add": {
      const more = added(conversation, edit.sentence);
      return more === null ? null : saying(conversation, step, conversation.words("draft.added"), more);
    }
    default:
      return saying(conversation, step, conversation.words("draft.not-finished"));
  }
}

/** A wrong answer gets the right one, or is asked for again. */
function fieldEdit(
  conversation: StepContext,
  { ids, to }: Extract<LetterEdit, { kind: "field" }>,
  words: LetterParts,
  step = "review",
): StepResult | null {
  const way = wayOf(conversation);
  const field = way && fieldsOf(way).find(({ id }) => ids.includes(id));
  if (!way || !field)
    return step === "review" ? saying(conversation, step, whyNot(conversation, { kind: "unclear" })) : null;
  const own = fieldStep(way, field.id);
  if (to === null)
    return {
      case: { draftFields: { ...conversation.case.draftFields, [ASKED_AGAIN]: own } },
      move: { kind: "to", step: own },
    };
  const said = field.as === "moment" ? dayIn(conversation, to, words) : to;
  if (said === null) return fieldEdit(conversation, { kind: "field", ids, to: null }, words, step);
  const change = withField(conversation, field, said, words);
  if (change === null) return saying(conversation, "review", whyNot(conversation, { kind: "unclear" }));
  const done = conversation.words(step === "review" ? "draft.changed" : "draft.noted");
  return saying(conversation, step, done, change);
}

/** A day that was told with a correction, as it goes on in a sentence; null: it names none, or two. */
function dayIn(conversation: StepContext, text: string, { dates }: LetterParts): string | null {
  const read = readDate(text, conversation.now, dates);
  return read?.kind === "date" && read.date.choices === undefined
    ? whenClause(conversation, read.date)
    : null;
}

/** The answers with words changed wherever they have them. */
function inFields(
  { case: { draftFields } }: StepContext,
  edit: LetterEdit,
  words: LetterParts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(draftFields).map(([id, said]) => [id, edited(edit, said, words.letters) ?? said] as const),
  );
}

function added(conversation: StepContext, sentence: string): Partial<Case> | null {
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

function whyNot({ words }: StepContext, edit: LetterEdit): string {
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

/** What an answer to a field's question says: the day as it goes on in a sentence, or the text. */
export const saidFor = (conversation: StepContext, answer: StepAnswer): string =>
  answer.kind === "moment"
    ? whenClause(conversation, answer.moment)
    : answer.kind === "text"
      ? answer.text
      : "";
