import { type DistressKind, distressKinds } from "../src/nlu/distress/distress.ts";
import { fold } from "../src/nlu/normalize.ts";
import type { Outlook } from "../src/tickets/availability.ts";
import type { Heard } from "./interpret-message.ts";
import { asking, type Line, type Step, type Taken, type Talk, tell } from "./step.ts";
import type { Turn } from "./turn.ts";
import { GuideWaterfall } from "./waterfall.ts";

/** The choice that asks for a person. */
export const TO_A_PERSON = "person";

const PLACE = "distress.care";

/** The topic of a message that meets this distress. */
export const distressTopic = (kind: DistressKind): string => `distress_${kind}`;

/** Whether a topic is one of these: it is nothing that the guide could go on about. */
export const isDistress = (topic: string): boolean =>
  distressKinds.some((kind) => distressTopic(kind) === topic);

const kindOf = (talk: Talk): DistressKind => talk.case.distress?.kind ?? "crisis";

/** Words of care, in the voice of the desk, with the crisis line for where the person is. */
export function caring(talk: Talk, which: "first" | "again"): string {
  const kind = kindOf(talk);
  return kind === "crisis"
    ? talk.words(`distress.${kind}-${which}`, { line: talk.crisisLine })
    : talk.words(`distress.${kind}-${which}`);
}

/** A message to somebody in distress. */
export const careLine = (talk: Talk, text: string, offersPerson = false): Line =>
  tell(talk, null, [], { before: text, topic: distressTopic(kindOf(talk)), offersPerson });

const isSomebodyThere = ({ manned, attendance: { kind } }: Outlook): boolean =>
  manned && (kind === "always" || kind === "now");

/** The offer of a person, which promises nobody who is not there. */
function offer(talk: Talk): string {
  const there = talk.outlook === null || isSomebodyThere(talk.outlook);
  const ask = talk.ticket?.state.kind === "open" ? "distress.raise" : "distress.offer";
  return [there ? "" : talk.words("distress.nobody-there"), talk.words(ask)]
    .filter((part) => part !== "")
    .join(" ");
}

const care: Step = {
  name: "care",
  title: (talk) => talk.words("places.distress"),
  asksDesk: true,
  show: (talk) => ({
    says: [careLine(talk, caring(talk, "first"), true)],
    ask: asking(careLine(talk, offer(talk), true), [
      { id: TO_A_PERSON, title: talk.words("distress.person"), means: "yes" },
    ]),
  }),
  take: (talk) => (talk.ticket?.state.kind === "open" ? raised(talk) : handedOver(talk)),
};

/** The ticket is opened at once, as urgent, with what was said; how they are answered can be changed afterwards. */
const handedOver = (talk: Talk): Taken => ({
  case: {
    goal: talk.case.goal ?? "person",
    cause: "distress",
    summary: summaryOf(talk),
    contact: { kind: "here" },
    reopening: false,
  },
  effect: "open-ticket",
  move: { kind: "switch", dialog: "escalate", at: "opened" },
});

const raised = (talk: Talk): Taken => ({
  case: { cause: "distress" },
  effect: "raise-ticket",
  says: [careLine(talk, talk.words("distress.raised"))],
  move: { kind: "switch", dialog: "escalate", at: "waiting" },
});

/** What the desk's people read of it: what it is, and the person's own words. */
function summaryOf(talk: Talk): string {
  const said = talk.case.distress?.said ?? "";
  const what = talk.words(`summary.distress-${kindOf(talk)}`);
  return said === "" ? what : `${what}\n${talk.words("summary.question", { words: said })}`;
}

/** What is said to somebody in distress while they wait for a person: nothing of the guide. */
export const meanwhile = (talk: Talk): Line =>
  careLine(
    talk,
    kindOf(talk) === "crisis"
      ? talk.words("distress.meanwhile-crisis", { line: talk.crisisLine })
      : talk.words("distress.meanwhile"),
  );

/** Meets distress before anything else: a few caring words, and one button to a person. */
export const makeDistress = (): GuideWaterfall => new GuideWaterfall("distress", [care]);

const listed = (turn: Turn, key: "yes-words" | "not-words" | "no-answer"): string[] =>
  turn.words(`distress.${key}`).split(", ");

/** Whether all that was typed is an "ok" or a "no": nothing that the desk's people would have to know. */
export const saysNothing = (turn: Turn): boolean => listed(turn, "no-answer").includes(fold(turn.said ?? ""));

/** What typed words answer to the offer of a person, where it is open: yes in so many words; an "ok" or "no" opens nothing. */
export function answerToCare(turn: Turn, text: string, place: string | null): Heard | null {
  if (place !== PLACE) return null;
  const said = fold(text);
  const has = (words: string): boolean => ` ${said} `.includes(` ${words} `);
  if (listed(turn, "no-answer").includes(said)) return { kind: "unsure" };
  const begins = listed(turn, "yes-words").some((yes) => said === yes || said.startsWith(`${yes} `));
  if (!begins || listed(turn, "not-words").some(has) || said.split(" ").length > LONGEST_YES) return null;
  return { kind: "answer", answer: { kind: "choice", choice: TO_A_PERSON, topic: null } };
}

/** A longer text says more than yes. */
const LONGEST_YES = 8;
