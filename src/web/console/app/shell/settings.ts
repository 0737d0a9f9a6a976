import { type Cell, makeCell } from "../desk/cell.ts";
import { keep, kept } from "../kept.ts";

/** What an agent switches on and off for this browser. */
export interface Settings {
  sound: boolean;
  notify: boolean;
  /** shortcuts of a single key, which some dictation software triggers by mistake */
  keys: boolean;
  /** the details beside the talk */
  details: boolean;
}

const usual: Settings = { sound: true, notify: false, keys: true, details: true };

function read(): Settings {
  const value = kept("settings");
  if (typeof value !== "object" || value === null) return usual;
  const chosen = Object.entries(value).filter(([name, on]) => name in usual && typeof on === "boolean");
  return { ...usual, ...Object.fromEntries(chosen) };
}

/** The settings of this browser. */
export const settings: Cell<Settings> = makeCell(read());

/** Changes some of them, and keeps them. */
export function changeSettings(change: Partial<Settings>): void {
  settings.change((now) => ({ ...now, ...change }));
  keep("settings", settings.get());
}
