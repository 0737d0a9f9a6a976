import type { Activity } from "../../shared/activity.ts";
import type { FrameSettings } from "../../shared/frame-settings.ts";
import type { AgentState } from "./agent/agent.ts";
import type { ConnectionState, DirectLineClient } from "./directline/client.ts";
import type { OpenDevice } from "./directline/conversation.ts";
import type { FrameWords, Record } from "./messages.ts";

/** An observable value. */
export interface Current<T> {
  get(): T;
  set(value: T): void;
  /** Subscribes. Returns a function that unsubscribes. */
  watch(tell: () => void): () => void;
}

/** Makes an observable value. */
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

/** Notice about the whole conversation. */
export type ConversationNotice =
  | "erased"
  | { erased: string }
  | "lost"
  | "expired"
  | "link"
  | "linkAway"
  | "beside"
  | { beside: string }
  | "besideEnded"
  | { devices: readonly OpenDevice[] }
  | "noDevices"
  | "copied"
  | "notCopied";

/** Dependencies of the rendered conversation. */
export interface ConversationParts {
  words: FrameWords;
  settings: FrameSettings;
  nonce: string;
  locale: string;
  direction: "ltr" | "rtl";
  record: Record;
  state: Current<ConnectionState>;
  notice: Current<ConversationNotice | null>;
  /** the desk refuses further messages for now */
  busy: Current<boolean>;
  copy: DirectLineClient["copy"];
  devices: DirectLineClient["devices"];
  post(activity: Activity): Promise<string>;
  /** Sends an ephemeral activity, such as typing. */
  sendEphemeral(activity: Activity): void;
  who: Current<AgentState>;
  /** whether a proof of work is running */
  checking: Current<boolean>;
  /** Delivers past and future activities. Returns a function that unsubscribes. */
  subscribe(take: (activity: Activity) => void): () => void;
  close(): void;
  usable(): void;
}
