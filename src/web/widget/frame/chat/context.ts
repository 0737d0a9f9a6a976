import { createContext, useContext, useSyncExternalStore } from "react";
import type { Checklists } from "../cards/checklists.ts";
import type { Current } from "../current.ts";
import type { CardAction } from "../line/activity.ts";
import type { TalkParts } from "../talk-parts.ts";
import type { Refused } from "./refused.ts";

/** What the parts of the shown talk share. */
export interface Shared {
  parts: TalkParts;
  commands: Current<readonly CardAction[]>;
  checklists: Checklists;
  refused: Refused;
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
