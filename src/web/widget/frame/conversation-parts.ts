import type { Activity } from "../../shared/activity.ts";
import type { FrameSettings } from "../../shared/frame-settings.ts";
import type { AgentState } from "./agent/agent.ts";
import type { ConnectionState, DirectLineClient } from "./directline/client.ts";
import type { OpenDevice } from "./directline/conversation.ts";
import type { FrameWords, Record } from "./messages.ts";

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

/** Something the person should know about the conversation as a whole. */
export type ConversationNotice =
  | "erased"
  | { erased: string }
  | "lost"
  | "word"
  | "link"
  | "linkAway"
  | "beside"
  | { beside: string }
  | "besideEnded"
  | { devices: readonly OpenDevice[] }
  | "noDevices"
  | "copied"
  | "notCopied";

/** What the shown conversation is made of. */
export interface ConversationParts {
  words: FrameWords;
  settings: FrameSettings;
  nonce: string;
  locale: string;
  direction: "ltr" | "rtl";
  record: Record;
  state: Current<ConnectionState>;
  notice: Current<ConversationNotice | null>;
  /** the desk takes no more for now */
  busy: Current<boolean>;
  copy: DirectLineClient["copy"];
  devices: DirectLineClient["devices"];
  post(activity: Activity): Promise<string>;
  /** Sends something that nobody keeps, such as typing. */
  sign(activity: Activity): void;
  who: Current<AgentState>;
  /** this browser is proving that it is no flood */
  checking: Current<boolean>;
  /** Hands over what was said so far, then whatever comes. Gives how to stop. */
  hear(take: (activity: Activity) => void): () => void;
  close(): void;
  usable(): void;
}
