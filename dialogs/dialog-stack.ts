import type { ConversationState } from "./state.ts";

type Stack = ConversationState["dialogStack"];

/** Marks a dialog that stepped in from aside. */
const ASIDE = "*";

/** The dialogs of a stack and their steps by name, bottom first: `close.checklist`, `checklist.payments`. */
export const placesOf = (stack: Stack): string[] =>
  stack.map(({ id, state: { step, aside } }) => `${id}.${String(step)}${aside ? ASIDE : ""}`);

/** The stack that has these places. */
export const stackOf = (places: readonly string[]): Stack =>
  places.map((place) => {
    const aside = place.endsWith(ASIDE);
    const { guide, step } = placeNamed(aside ? place.slice(0, -ASIDE.length) : place);
    return { id: guide, state: aside ? { step, aside } : { step } };
  });

/** Dialog and step of a place. */
export function placeNamed(place: string): { guide: string; step: string } {
  const dot = place.indexOf(".");
  return { guide: place.slice(0, dot), step: place.slice(dot + 1).replace(ASIDE, "") };
}

/** Dialogs that step in between and step out again, by id. */
export const DETOURS = ["welcome-back", "old-button", "which", "change", "reopen", "withdraw"] as const;

/** Tells whether a dialog is a detour. */
export const isDetour = (id: string): boolean => (DETOURS as readonly string[]).includes(id);
