import type { ConversationTicket } from "../../dialogs/state.ts";
import { type Case, emptyCase } from "../../dialogs/state.ts";
import type { Prompt, StepAnswer, StepContext, StepView } from "../../dialogs/step.ts";
import { loadGuide } from "../../src/guide/guide.ts";
import { loadMessages } from "../../src/guide/messages.ts";
import { loadLexicon } from "../../src/nlu/lexicon.ts";
import { dataPath } from "../../src/runtime/paths.ts";

export const guide = await loadGuide(dataPath("guide", "en"));
export const lexicon = await loadLexicon(dataPath("utterances", "en"));
export const words = loadMessages(dataPath("phrases", "en"));

/** What a step may look at, with some of the case already known. */
export const conversation = (
  known: Partial<Case> = {},
  ticket: ConversationTicket | null = null,
): StepContext => ({
  guide,
  words,
  native: null,
  case: { ...emptyCase(), ...known },
  ticket,
  outlook: {
    place: 2,
    expectedMs: 300_000,
    until: new Date("2026-03-10T10:05:00.000Z"),
    attendance: { kind: "always" },
    manned: true,
    timeZone: "UTC",
    mail: true,
  },
  crisisLine: "findahelpline.com",
  timeZone: null,
  question: null,
  matter: null,
  said: null,
  now: new Date("2026-03-10T10:00:00.000Z"),
});

export const choice = (id: string): StepAnswer => ({ kind: "choice", choice: id, topic: null });

/** The question a step asks, or an error when it asks none. */
export function asked(shown: StepView): Prompt {
  if ("ask" in shown) return shown.ask;
  throw new Error(`nothing is asked, the talk moves on: ${JSON.stringify(shown)}`);
}
