import type { PolarQuestion, QuestionKind, Thing } from "../../guide/schema.ts";

/** What a text asks for: kinds of questions, in the order in which it asks them, and the things that it asks after. */
export interface AskedFor {
  kinds: readonly QuestionKind[];
  things: readonly Thing[];
  /** what is asked for a yes or no; null: nothing, or more than one thing */
  polar: PolarQuestion | null;
}

/** What is asked for where nothing is, or where it does not matter. */
export const nothingSpecial: AskedFor = { kinds: [], things: [], polar: null };

export type ReadQuestion = (text: string) => AskedFor;
