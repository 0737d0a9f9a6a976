import { keep, onKeptElsewhere, recall } from "./kept.ts";
import { isOwn } from "./line/activity.ts";
import type { Arrival } from "./line/socket.ts";

interface Seen {
  conversationId: string;
  watermark: string;
}

/** What the person has not read yet. */
export interface News {
  arrived(arrival: Arrival, conversationId: string | null): void;
  /** The person looks at the talk, or looks away. */
  look(here: boolean): void;
  /** The watermark up to which a talk was read. */
  readUpTo(conversationId: string | null): string;
  forget(): void;
  count(): number;
}

/** Counts the messages that came while nobody looked; `tell` hears the number. How far was read is kept under a name. */
export function makeNews(name: string, tell: (count: number) => void): News {
  const readSeen = (): Seen | null => recall(name) as Seen | null;
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
    if (newest) keep(name, newest);
  };
  onKeptElsewhere(name, () => {
    const seen = readSeen();
    const reached = Number(seen?.watermark ?? 0) >= Number(newest?.watermark ?? 0);
    if (seen?.conversationId === newest?.conversationId && reached) set(0);
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
      const seen = readSeen();
      return seen !== null && seen.conversationId === conversationId ? seen.watermark : "";
    },
    count: () => unread,
    forget: () => {
      newest = null;
      set(0);
    },
  };
}
