import type { ExitDeskEvents } from "./api.ts";

type Tell<Name extends keyof ExitDeskEvents> = (about: ExitDeskEvents[Name]) => void;
type Sets = { [Name in keyof ExitDeskEvents]: Set<Tell<Name>> };

/** Who on the host page wants to hear of what. */
export interface Listeners {
  on<Name extends keyof ExitDeskEvents>(name: Name, tell: Tell<Name>): () => void;
  tell<Name extends keyof ExitDeskEvents>(name: Name, about: ExitDeskEvents[Name]): void;
}

/** Makes an empty list of listeners. */
export function makeListeners(): Listeners {
  const sets: Sets = { open: new Set(), close: new Set(), unread: new Set(), usable: new Set() };
  return {
    on: (name, tell) => {
      sets[name].add(tell);
      return () => sets[name].delete(tell);
    },
    tell: (name, about) => {
      for (const tell of sets[name]) tell(about);
    },
  };
}
