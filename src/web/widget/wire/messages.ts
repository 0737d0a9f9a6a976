import type { FrameMode } from "./frame-settings.ts";

/** What the host page's side tells the frame. */
export type ToFrame = { tell: "mode"; mode: FrameMode; focus: boolean } | { tell: "closed" };

/** What the frame tells the host page's side. It never hears more than this about the talk. */
export type ToHost =
  | { tell: "unread"; count: number }
  /** the person wants the panel closed */
  | { tell: "close" }
  /** the talk can be typed into */
  | { tell: "usable" };

/** The first message to the frame; the port that comes with it carries all others. */
export const hello = "exit-desk:hello";
