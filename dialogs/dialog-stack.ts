import type { DialogContext } from "./sdk.ts";
import type { ConversationState } from "./state.ts";

type Stack = ConversationState["dialogStack"];

/** Marks a dialog that stepped in from aside. */
const ASIDE = "*";

/** Returns the places of a stack by name, bottom first: `close.checklist`, `checklist.payments`. */
export const placesOf = (stack: Stack): string[] =>
  stack.map(({ id, state: { step, aside } }) => `${id}.${String(step)}${aside ? ASIDE : ""}`);

/** Builds the stack that has these places. */
export const stackOf = (places: readonly string[]): Stack =>
  places.map((place) => {
    const aside = place.endsWith(ASIDE);
    const { guide, step } = placeNamed(aside ? place.slice(0, -ASIDE.length) : place);
    return { id: guide, state: aside ? { step, aside } : { step } };
  });

/** Parses a place into its dialog (`guide`) and its step. */
export function placeNamed(place: string): { guide: string; step: string } {
  const dot = place.indexOf(".");
  return { guide: place.slice(0, dot), step: place.slice(dot + 1).replace(ASIDE, "") };
}

/** Dialogs that step in between and step out again, by id. */
export const DETOURS = [
  "welcome-back",
  "old-button",
  "which",
  "change",
  "confirm",
  "sure",
  "reopen",
  "withdraw",
] as const;

/** Detours that ask what was meant: words that do not answer them are read at the question below. */
const ASKS_WHAT_WAS_MEANT: readonly string[] = ["which", "change", "confirm", "sure"];

/** Reports whether a dialog is a detour that asks what was meant. */
export const asksWhatWasMeant = (id: string): boolean => ASKS_WHAT_WAS_MEANT.includes(id);

/** Reports whether a dialog is a detour. */
export const isDetour = (id: string): boolean => (DETOURS as readonly string[]).includes(id);

/** Changes which dialogs are open. Everything else only reads the stack. */
export class DialogStack {
  constructor(private readonly dc: DialogContext) {}

  /** Closes every dialog, and with a step opens the root dialog there. */
  reset(rootStep?: string): void {
    this.put(rootStep === undefined ? [] : [{ id: "root", state: { step: rootStep } }]);
  }

  /** Closes the dialogs above the root. */
  closeAboveRoot(): void {
    this.closeFrom(1);
  }

  /** Closes the dialog at this index, counted from the bottom, and those above it. */
  closeFrom(index: number): void {
    this.dc.stack.splice(index);
  }

  /** Closes the dialogs on top that are detours. Returns whether any was. */
  popDetours(): boolean {
    const before = this.dc.stack.length;
    while (this.dc.activeDialog && isDetour(this.dc.activeDialog.id))
      this.closeFrom(this.dc.stack.length - 1);
    return this.dc.stack.length < before;
  }

  /** Goes to these places: `close.checklist`, `checklist.payments`, bottom first. */
  goTo(places: readonly string[]): void {
    this.put(stackOf(places));
  }

  /** Drops the dialogs that the guide no longer has. Returns whether there were any. */
  dropUnknown(): boolean {
    const known = this.dc.stack.filter(({ id }) => this.dc.findDialog(id));
    const dropped = known.length < this.dc.stack.length;
    this.put(known);
    return dropped;
  }

  private put(dialogs: Stack): void {
    this.dc.stack.splice(0, this.dc.stack.length, ...dialogs);
  }
}
