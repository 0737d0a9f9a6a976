import type { DraftField, Restoration } from "../src/guide/schema.ts";
import {
  answerInSentences,
  asSentences,
  filled,
  type LetterValue,
  type LetterValues,
  nameIn,
  noticeValue,
} from "../src/nlu/letter/letter-text.ts";
import type { Lexicon } from "../src/nlu/lexicon.ts";
import { whenClause } from "./restore-date.ts";
import type { Case } from "./state.ts";
import type { StepContext } from "./step.ts";

/** The words of a language by which letters are made and corrected. */
export type LetterParts = Pick<Lexicon, "letters" | "dates">;

export const WAYS = ["deleted", "suspended"] as const;

/** a letter that somebody sent while another was shown, until they say whether it takes its place */
export const PROPOSED = "proposed";
/** the field that is asked again */
export const ASKED_AGAIN = "asked-again";
/** what was added besides the answers */
export const MORE = "more";

/** Returns the way back that the letter is for; undefined while nobody knows who ended the account. */
export const wayOf = (conversation: StepContext): Restoration | undefined => {
  const kind = WAYS.find((id) => id === conversation.case.restoring["which"]);
  return kind && conversation.guide.restoration(kind);
};

/** Returns all fields of a way's letter, those never asked included. */
export const fieldsOf = ({ draft }: Restoration): DraftField[] => [...draft.fields, ...draft.told];

/** Returns the name of the step that asks for a field; its answer is kept under the same name. */
export const fieldStep = (way: Restoration, field: string): string => `${way.id}-${field}`;

/** Reports whether a field is not asked: never, or because it was answered or left out, here or at another question. */
export function isSettled(conversation: StepContext, way: Restoration, field: DraftField): boolean {
  return (
    !way.draft.fields.includes(field) ||
    conversation.case.draftFields[fieldStep(way, field.id)] !== undefined ||
    priorValue(conversation, way, field) !== undefined
  );
}

/**
 * Returns the value of a field known before the letter began, such as when the account was closed; undefined if none.
 */
function priorValue(
  conversation: StepContext,
  way: Restoration,
  { id, as }: DraftField,
): LetterValue | undefined {
  const question = way.questions.find((asked) => asked.id === id && asked.takes === "moment");
  const said = question && conversation.case.restoring[id];
  if (said !== undefined) {
    const { letter, title } = question?.options.find((option) => option.title === said) ?? {};
    return letter === undefined ? { clause: title?.toLowerCase() ?? said } : { sentences: letter };
  }
  const { closed } = conversation.case.beforehand;
  return as === "moment" && closed !== null ? { clause: whenClause(conversation, closed) } : undefined;
}

function fieldValue(
  conversation: StepContext,
  way: Restoration,
  field: DraftField,
  { letters }: LetterParts,
): LetterValue | undefined {
  const said = conversation.case.draftFields[fieldStep(way, field.id)];
  if (said === undefined) return priorValue(conversation, way, field);
  if (said === "") return undefined;
  switch (field.as) {
    case "name":
      return { clause: nameIn(said, letters) };
    case "moment":
      return { clause: said };
    case "notice":
      return noticeValue(said, letters);
    case "sentences":
      return {
        sentences:
          field.id === MORE ? asSentences(said, letters) : answerInSentences(said, field.leads, letters),
      };
    default:
      return field.as satisfies never;
  }
}

const valuesOf = (conversation: StepContext, way: Restoration, words: LetterParts): LetterValues =>
  Object.fromEntries(
    fieldsOf(way).map((field) => [field.id, fieldValue(conversation, way, field, words)] as const),
  );

/** Renders the letter: in the person's own version, or from the template and the answers. */
export function letterOf(conversation: StepContext, words: LetterParts): string {
  const way = wayOf(conversation);
  if (conversation.case.draft !== null || !way) return conversation.case.draft ?? "";
  return filled(way.draft.template, valuesOf(conversation, way, words));
}

/** Returns the changes when a field gets another answer; null where an edited letter does not show the former one. */
export function withField(
  conversation: StepContext,
  field: DraftField,
  said: string,
  words: LetterParts,
): Partial<Case> | null {
  const way = wayOf(conversation);
  if (!way) return null;
  const { [ASKED_AGAIN]: _, ...fields } = conversation.case.draftFields;
  const draftFields = { ...fields, [fieldStep(way, field.id)]: said };
  const { draft } = conversation.case;
  if (draft === null) return { draftFields };
  const changed = { ...conversation, case: { ...conversation.case, draftFields } };
  const [before, after] = [conversation, changed].map((seen) => partsWith(seen, way, field, words));
  const swapped = (before ?? []).reduce(
    (text, part, at) => (part === "" ? text : text.replace(part, () => after?.[at] ?? "")),
    draft,
  );
  return swapped === draft && (before ?? []).join() !== (after ?? []).join()
    ? null
    : { draftFields, draft: swapped };
}

/** Returns the bracketed parts of the letter that hold a field, filled with the present answers. */
function partsWith(
  conversation: StepContext,
  way: Restoration,
  { id }: DraftField,
  words: LetterParts,
): string[] {
  const values = valuesOf(conversation, way, words);
  const parts = way.draft.template.match(/\[[^[\]]*\]/g) ?? [];
  return parts
    .filter((part) => part.includes(`{${id}}`) || part.includes(`{${id}:sentence}`))
    .map((part) => filled(part, values));
}
