import { isOwn } from "../../shared/activity.ts";
import type { Arrival } from "./directline/socket.ts";

const prefix = "exit-desk.";
const inMemory = new Map<string, string>();

const storage = (): Storage | null => {
  try {
    return localStorage;
  } catch {
    return null;
  }
};

/** Reads a stored value, or null. Falls back to memory when the browser has no storage. */
export function recallLocal(name: string): unknown {
  try {
    const text = storage()?.getItem(prefix + name) ?? inMemory.get(name) ?? null;
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Stores a value; null removes it. */
export function storeLocal(name: string, value: unknown): void {
  if (value === null) inMemory.delete(name);
  else inMemory.set(name, JSON.stringify(value));
  try {
    if (value === null) storage()?.removeItem(prefix + name);
    else storage()?.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // kept in memory
  }
}

/** Lists the stored names with a prefix. */
export function listKept(beginning: string): string[] {
  try {
    const names = Object.keys(storage() ?? {}).filter((key) => key.startsWith(prefix + beginning));
    return names.map((key) => key.slice(prefix.length));
  } catch {
    return [];
  }
}

/** Subscribes to changes of a value by other tabs. */
const onKeptElsewhere = (name: string, tell: () => void): void =>
  addEventListener("storage", ({ key }) => key === prefix + name && tell());

/** Runs a function under a lock shared by the tabs of this browser, where the browser supports it. */
export async function oneTabAtATime<T>(name: string, act: () => Promise<T>): Promise<T> {
  let begun = false;
  const once = (): Promise<T> => {
    begun = true;
    return act();
  };
  try {
    return navigator.locks ? await navigator.locks.request(prefix + name, once) : await once();
  } catch (error) {
    if (begun) throw error;
    return once();
  }
}

interface Seen {
  conversationId: string;
  watermark: string;
}

/** Unread messages. */
interface Unread {
  arrived(arrival: Arrival, conversationId: string | null): void;
  /** Sets whether the person is looking at the conversation. */
  look(here: boolean): void;
  /** Returns the read position of a conversation. */
  readUpTo(conversationId: string | null): string;
  forget(): void;
  count(): number;
}

/**
 * Counts messages that arrive while nobody looks, and reports the count. Stores the read position under
 * `name`.
 */
export function makeUnread(name: string, tell: (count: number) => void): Unread {
  const readSeen = (): Seen | null => recallLocal(name) as Seen | null;
  let here = false;
  let unread = 0;
  let newest: Seen | null = null;

  const set = (count: number): void => {
    if (count === unread) return;
    unread = count;
    tell(unread);
  };
  const haveSeen = (): void => {
    set(0);
    if (newest) storeLocal(name, newest);
  };
  onKeptElsewhere(name, () => {
    const stored = readSeen();
    const reached = Number(stored?.watermark ?? 0) >= Number(newest?.watermark ?? 0);
    if (stored?.conversationId === newest?.conversationId && reached) set(0);
  });

  return {
    arrived: ({ activities, watermark }, conversationId) => {
      if (conversationId !== null && watermark) newest = { conversationId, watermark };
      if (here) haveSeen();
      else
        set(unread + activities.filter((activity) => activity.type === "message" && !isOwn(activity)).length);
    },
    look: (looks) => {
      here = looks;
      if (here) haveSeen();
    },
    readUpTo: (conversationId) => {
      const stored = readSeen();
      return stored !== null && stored.conversationId === conversationId ? stored.watermark : "";
    },
    count: () => unread,
    forget: () => {
      newest = null;
      set(0);
    },
  };
}
