import type { Choice } from "../../../src/nlu/interpretation.ts";
import type { Place } from "./places.ts";

/** What is wrong to do with a message differs by these kinds. */
export type Kind =
  | "denied"
  | "conditional"
  | "unsure"
  | "wait"
  | "assent"
  | "dissent"
  | "feeling"
  | "command"
  | "again"
  | "about-question"
  | "about-desk"
  | "correction"
  | "distress"
  | "language"
  | "gibberish"
  | "person"
  | "delete"
  | "keep";

/** One message that does not simply answer the open question. */
export interface Sideways {
  kind: Kind;
  text: string;
  /** the option of the open question that it denies, names under a condition, or is the word for */
  option?: string;
  /** it is said when the guide was asked something since the question */
  later?: true;
}

const SAID: Partial<Record<Kind, readonly string[]>> = {
  unsure: ["idk", "not sure tbh", "no idea", "i really dont know", "hmm i dunno", "hard to say"],
  wait: ["wait", "hold on", "let me check", "one sec", "give me a minute", "brb"],
  assent: ["ok", "k", "sure", "👍", "👌", "alright"],
  dissent: ["👎"],
  feeling: ["🙏", "😡", "this is so frustrating", "you are useless", "wtf"],
  command: ["help", "send me a copy", "back", "start over", "delete my chat"],
  again: ["can we maybe begin from scratch", "ugh i messed this up, let's redo everything"],
  "about-question": [
    "why do you ask",
    "why do you need that",
    "what does that mean",
    "who sees it",
    "how many steps are left",
    "can i skip this",
    "is this the last step?",
  ],
  "about-desk": [
    "are you a bot",
    "is it free",
    "r u upwork",
    "whats your name",
    "who made you",
    "can you speak spanish",
    "are you still there",
  ],
  distress: ["i want to kill myself because of this", "i feel suicidal", "someone hacked my account!!!"],
  language: ["no hablo ingles, puede ayudarme en español?", "Bonjour, je ne comprends pas l'anglais"],
  gibberish: ["zzkq plomf drid", "vrrt hjkl wubbo", "asdfgh", "qwx snargle frobnitz"],
  person: ["I want to talk to a human", "get me a real person please"],
  delete: ["no i want to delete it", "no, I really want to delete my account"],
  keep: ["i dont want to delete it", "actually I don't want to delete my account anymore"],
};

/** What somebody may ask of the guide in between. */
export const SIDE_QUESTION = "what happens to my reviews when I delete?";

const REASON: Record<string, readonly string[]> = {
  "weigh.reason": ["it's not because of"],
};

/** The words of an option that can stand behind "not"; null where they are a negation themselves. */
function coreOf({ title }: Choice): string | null {
  const core = title.replace(/^(yes|no)\b[,:]?\s*/i, "").trim();
  if (core === "" || /\b(no|not|none|never|neither|nothing|cannot)\b|n't\b/i.test(core)) return null;
  return /^I\b/.test(core) ? core : `${core.charAt(0).toLowerCase()}${core.slice(1)}`;
}

/** A title that is a sentence: "not my screen looks different" is none that people say. */
const CLAUSE = /^(I|my|it|they|there|upwork|should)\b/i;

/** Denials and conditions of each option of the open question. */
function ofOptions({ name, stop }: Place): Sideways[] {
  const listed = (stop.open?.choices ?? []).filter(({ unlisted }) => unlisted !== true);
  return listed.flatMap((choice): Sideways[] => {
    const core = coreOf(choice);
    if (core === null) return [];
    const option = choice.id;
    const denials = CLAUSE.test(core)
      ? [`it's not true that ${core}`, `not "${core}"`]
      : [`not ${core}`, `${core} isn't it`, `${core} is not what i want`];
    const reasons = (REASON[name] ?? []).map((start) => `${start} ${core}`);
    return [
      ...[...denials, ...reasons].map((text): Sideways => ({ kind: "denied", text, option })),
      ...(choice.means === "yes"
        ? []
        : [{ kind: "conditional", text: `yes but ${core}`, option } as const satisfies Sideways]),
    ];
  });
}

/** Earlier answers that are taken back in so many words. */
function corrections({ stop }: Place, titles: ReadonlyMap<string, readonly Choice[]>): Sideways[] {
  const earlier = stop.state.trail.slice(-4);
  return earlier.flatMap(({ at, answer }) => {
    const others = (titles.get(at.at(-1) ?? "") ?? []).filter(({ id }) => id !== answer);
    const other = others[0];
    const here = stop.open?.choices.find(({ title }) => title === other?.title);
    return other === undefined
      ? []
      : ["no wait, it is", "sorry, I meant"].map(
          (start): Sideways => ({
            kind: "correction",
            text: `${start}: ${other.title}`,
            ...(here === undefined ? {} : { option: here.id }),
          }),
        );
  });
}

/** Everything that is said sideways at a place. */
export function sidewaysAt(place: Place, titles: ReadonlyMap<string, readonly Choice[]>): Sideways[] {
  const said = Object.entries(SAID).flatMap(([kind, texts]) =>
    texts.map((text): Sideways => ({ kind: kind as Kind, text })),
  );
  const later = (SAID.assent ?? []).map((text): Sideways => ({ kind: "assent", text, later: true }));
  return [...said, ...later, ...ofOptions(place), ...corrections(place, titles)];
}
