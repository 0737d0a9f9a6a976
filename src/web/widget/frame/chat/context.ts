import { createContext, useContext, useSyncExternalStore } from "react";
import { type Activity, type CardAction, deliveryKey } from "../../../shared/activity.ts";
import type { Checklists } from "../cards/checklists.ts";
import { type ConversationParts, type Current, makeCurrent } from "../conversation-parts.ts";

/** Where the focus goes when the conversation is opened, also when that is asked before the conversation is drawn. */
export interface FocusHere {
  heading(focus: () => void): void;
  field(focus: () => void): void;
  now(): void;
}

/** Makes it: the field to write in; with a touch screen the heading, so that no keyboard jumps up. */
export function makeFocusHere(touch: boolean): FocusHere {
  let focus: (() => void) | null = null;
  let asked = false;
  const take = (act: () => void): void => {
    focus = act;
    if (!asked) return;
    asked = false;
    act();
  };
  return {
    heading: (act) => touch && take(act),
    field: (act) => !touch && take(act),
    now: () => {
      if (focus) focus();
      else asked = true;
    },
  };
}

/** The messages that the desk would not take, and how to try each again. */
export interface RejectedSends {
  add(activity: Activity, again: () => void): void;
  clear(activity: Activity): void;
  /** How to send a message again; null when it was not refused. */
  of(activity: Activity): (() => void) | null;
  watch(tell: () => void): () => void;
  version(): number;
}

/** Makes an empty list. */
export function makeRejectedSends(): RejectedSends {
  const again = new Map<string, () => void>();
  const version = makeCurrent(0);
  const changed = (): void => version.set(version.get() + 1);
  return {
    add: (activity, retry) => {
      again.set(deliveryKey(activity), retry);
      changed();
    },
    clear: (activity) => void (again.delete(deliveryKey(activity)) && changed()),
    of: (activity) => again.get(deliveryKey(activity)) ?? null,
    watch: version.watch,
    version: version.get,
  };
}

/** What the parts of the shown talk share. */
export interface Shared {
  parts: ConversationParts;
  commands: Current<readonly CardAction[]>;
  checklists: Checklists;
  refused: RejectedSends;
}

export const SharedContext = createContext<Shared | null>(null);

/** What the parts of the shown talk share. */
export function useShared(): Shared {
  const shared = useContext(SharedContext);
  if (shared === null) throw new Error("a part of the talk stands outside of it");
  return shared;
}

/** The sentence behind a key. */
export const useWord = (): ((key: string) => string) => {
  const { words } = useShared().parts;
  return (key) => words[key] ?? key;
};

/** A value that changes, as React sees it. */
export const useCurrent = <T>(value: Current<T>): T => useSyncExternalStore(value.watch, value.get);
