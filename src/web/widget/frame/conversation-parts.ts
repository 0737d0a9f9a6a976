import type { Activity } from "../../shared/activity.ts";
import type { FrameSettings } from "../../shared/frame-settings.ts";
import type { Who } from "./agent/agent.ts";
import type { Line, LineState } from "./directline/client.ts";
import type { Device } from "./directline/conversation.ts";
import type { FrameWords } from "./messages.ts";
import type { Record } from "./record.ts";

/** A value that changes, and those who want to know. */
export interface Current<T> {
  get(): T;
  set(value: T): void;
  /** Gives how to stop. */
  watch(tell: () => void): () => void;
}

/** Makes a value that can be watched. */
export function makeCurrent<T>(first: T): Current<T> {
  let value = first;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const tell of watchers) tell();
    },
    watch: (tell) => {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
  };
}

/** Something the person should know about the talk as a whole. */
export type TalkNotice =
  | "erased"
  | { erased: string }
  | "lost"
  | "word"
  | "link"
  | "linkAway"
  | "beside"
  | { beside: string }
  | "besideEnded"
  | { devices: readonly Device[] }
  | "noDevices"
  | "copied"
  | "notCopied";

/** What the shown talk is made of. */
export interface TalkParts {
  words: FrameWords;
  settings: FrameSettings;
  nonce: string;
  locale: string;
  direction: "ltr" | "rtl";
  record: Record;
  state: Current<LineState>;
  notice: Current<TalkNotice | null>;
  /** the desk takes no more for now */
  busy: Current<boolean>;
  copy: Line["copy"];
  devices: Line["devices"];
  post(activity: Activity): Promise<string>;
  /** Sends something that nobody keeps, such as typing. */
  sign(activity: Activity): void;
  who: Current<Who>;
  /** this browser is proving that it is no flood */
  checking: Current<boolean>;
  /** Hands over what was said so far, then whatever comes. Gives how to stop. */
  hear(take: (activity: Activity) => void): () => void;
  close(): void;
  usable(): void;
}
