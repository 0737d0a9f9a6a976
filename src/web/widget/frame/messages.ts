import type { Activity } from "../../shared/activity.ts";

/** What was said in the conversation, in order, each activity once. */
export interface Record {
  /** Adds what came; gives what was not there yet. */
  add(activities: readonly Activity[]): Activity[];
  all(): readonly Activity[];
  clear(): void;
}

/** Makes an empty record. What is no message is passed on, but not kept. */
export function makeRecord(): Record {
  let said: Activity[] = [];
  let ids = new Set<string>();
  const isNew = ({ id }: Activity): boolean => {
    if (id === undefined) return true;
    if (ids.has(id)) return false;
    ids.add(id);
    return true;
  };
  return {
    add: (activities) => {
      const fresh = activities.filter(isNew);
      said.push(...fresh.filter(({ type }) => type === "message"));
      return fresh;
    },
    all: () => said,
    clear: () => {
      said = [];
      ids = new Set();
    },
  };
}

/** The sentences of the frame, by key. The page carries them. */
export type FrameWords = { [key: string]: string };

/** Puts values into the `{name}` places of a sentence. */
export const filled = (sentence: string | undefined, values: { [name: string]: unknown }): string =>
  (sentence ?? "").replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
