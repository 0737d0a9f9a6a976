import { wishes } from "../../guide/schema.ts";

export { wishes };
export type Wish = (typeof wishes)[number];

/** Questions about the open question itself, or about the conversation. */
export const questionsAboutQuestion = [
  "why",
  "meaning",
  "who-sees",
  "how-many",
  "is-last",
  "may-skip",
  "is-safe",
  "where-am-i",
] as const;
export type AboutQuestion = (typeof questionsAboutQuestion)[number];

/** Questions about the desk. */
export const questionsAboutDesk = [
  "bot",
  "upwork",
  "name",
  "free",
  "maker",
  "sees-account",
  "abilities",
  "languages",
  "wait-time",
  "still-there",
  "data",
  "too-many-questions",
  "told-so-far",
  "up-to-date",
  "may-leave",
  "papers",
  "ticket-number",
  "typing",
] as const;
export type AboutDesk = (typeof questionsAboutDesk)[number];

/** How firmly somebody says yes or no. */
export const strengths = ["strong", "plain", "probably"] as const;

/** An act that the words of a text show whatever question is open; `id` says which of its kind. */
export type SpokenAct =
  | { act: "wish"; id: Wish }
  | { act: "about-question"; id: AboutQuestion }
  | { act: "about-desk"; id: AboutDesk }
  /** `strong`: more than a bare "ok"; `probably`: hedged */
  | { act: "yes" | "no"; id: (typeof strengths)[number] }
  | {
      act: "unsure" | "wait" | "acknowledge" | "thanks" | "repair" | "return" | "leave" | "feeling";
      id: null;
    }
  /** a language other than the desk's, as ISO 639-1 */
  | { act: "language"; id: string };

/** A spoken act and where it stands in the text. */
export type FoundAct = SpokenAct & {
  /** the text says nothing besides, courtesies and fillers apart */
  whole: boolean;
  /** a negation or a condition reaches it: "I don't want a person", "yes but only if" */
  denied: boolean;
  conditional: boolean;
  /** a wish in a text that begins as a question: "can I pause instead?" */
  asked?: boolean;
};

/** Finds the acts that a text shows, in the order in which they are said, in linear time. */
export type FindActs = (text: string) => readonly FoundAct[];
