import { createContext, useContext, useSyncExternalStore } from "react";
import { type Activity, type CardAction, deliveryKey } from "../../../shared/activity.ts";
import type { Checklists } from "../cards/checklists.ts";
import { type ConversationParts, type Current, makeCurrent } from "../conversation-parts.ts";

/** Focuses the chat when it opens, also when requested before it is rendered. */
export interface FocusHere {
  heading(focus: () => void): void;
  field(focus: () => void): void;
  now(): void;
}

/** Makes it. Focuses the input, or on touch screens the heading, so that no keyboard opens. */
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

/** Messages that the desk refused, and how to retry each. */
export interface RejectedSends {
  add(activity: Activity, again: () => void): void;
  clear(activity: Activity): void;
  /** Returns the retry function of a message; null when it was not refused. */
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

/** Shared state of the chat's components. */
export interface Shared {
  parts: ConversationParts;
  commands: Current<readonly CardAction[]>;
  checklists: Checklists;
  refused: RejectedSends;
}

export const SharedContext = createContext<Shared | null>(null);

/** Returns the shared state. Throws outside of its provider. */
export function useShared(): Shared {
  const shared = useContext(SharedContext);
  if (shared === null) throw new Error("useShared must be called within SharedContext");
  return shared;
}

/** Returns the lookup of strings by key. */
export const useWord = (): ((key: string) => string) => {
  const { words } = useShared().parts;
  return (key) => words[key] ?? key;
};

/** Subscribes a component to a value. */
export const useCurrent = <T>(value: Current<T>): T => useSyncExternalStore(value.watch, value.get);
