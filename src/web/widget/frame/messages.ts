import type { Activity } from "../../shared/activity.ts";

/** Messages of the conversation in order, each once. */
export interface Record {
  /** Adds activities, and returns the new ones. */
  add(activities: readonly Activity[]): Activity[];
  all(): readonly Activity[];
  clear(): void;
}

/** Makes an empty record. Only messages are kept. */
export function makeRecord(): Record {
  let log: Activity[] = [];
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
      log.push(...fresh.filter(({ type }) => type === "message"));
      return fresh;
    },
    all: () => log,
    clear: () => {
      log = [];
      ids = new Set();
    },
  };
}

/** Strings of the frame by key, embedded in the page. */
export type FrameWords = { [key: string]: string };

/** Fills the `{name}` placeholders of a string. */
export const filled = (sentence: string | undefined, values: { [name: string]: unknown }): string =>
  (sentence ?? "").replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
