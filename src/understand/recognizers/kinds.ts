/** What the recognizers suite can be asked for. */
export type RecognizerKind = "yes-no" | "number" | "ordinal" | "moment" | "money";

/** Something the suite found: the words as they stand, and what they resolve to. */
export interface Found {
  text: string;
  typeName: string;
  resolution: { value?: unknown; values?: unknown; unit?: unknown } | null;
}

/** Asks the suite about a text. Gives nothing when the text costs too much. */
export interface Recognizers {
  recognize(kind: RecognizerKind, text: string, now: Date): Promise<readonly Found[]>;
  close(): Promise<void>;
}
