import type { FrameSettings } from "../wire/frame-settings.ts";
import type { Current } from "./current.ts";
import type { Who } from "./human/who.ts";
import type { Activity } from "./line/activity.ts";
import type { Device } from "./line/devices.ts";
import type { Line, LineState } from "./line/line.ts";
import type { Record } from "./record.ts";
import type { FrameWords } from "./words.ts";

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
