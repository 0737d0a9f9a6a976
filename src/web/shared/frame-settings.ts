/** Message from the host page to the frame. */
export type ToFrame = { tell: "mode"; mode: FrameMode; focus: boolean } | { tell: "closed" };

/** Message from the frame to the host page, which learns nothing else about the conversation. */
export type ToHost =
  | { tell: "unread"; count: number }
  /** asks to close the panel */
  | { tell: "close" }
  /** the conversation accepts input */
  | { tell: "usable" };

/** The first message to the frame. It transfers the port for all others. */
export const hello = "exit-desk:hello";

const channel = (hex: string): number => {
  const value = Number.parseInt(hex, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};

const brightness = (colour: string): number =>
  0.2126 * channel(colour.slice(1, 3)) +
  0.7152 * channel(colour.slice(3, 5)) +
  0.0722 * channel(colour.slice(5, 7));

/**
 * Returns a readable text colour for a background (`#rrggbb`): white if the contrast suffices, else black.
 */
export const inkOn = (colour: string): string =>
  1.05 / (brightness(colour) + 0.05) >= 4.5 ? "#ffffff" : "#14201c";

/** Activity of the frame: preload the chat, only listen for messages, or show the conversation. */
export type FrameMode = "warm" | "quiet" | "open";

/** Settings of the host page, passed to the frame in the URL fragment. */
export interface FrameSettings {
  mode: FrameMode;
  /** colour of the launcher as #rrggbb; null: default */
  colour: string | null;
  /** null: the browser's preference */
  scheme: "light" | "dark" | null;
  /** user token signed by the host page; null: anonymous */
  userToken: string | null;
}

const modes: readonly string[] = ["warm", "quiet", "open"] satisfies FrameMode[];
const colourForm = /^#[0-9a-f]{6}$/i;

/** Returns whether a text is a colour such as `#rrggbb`. */
export const isColour = (text: string | null | undefined): text is string => colourForm.test(text ?? "");

/** Serializes the settings as a fragment, without the `#`. */
export const writeSettings = ({ mode, colour, scheme, userToken }: FrameSettings): string =>
  String(
    new URLSearchParams({
      mode,
      ...(colour && { colour }),
      ...(scheme && { scheme }),
      ...(userToken && { user: userToken }),
    }),
  );

/** Parses the settings from a fragment; invalid values are ignored. */
export function readSettings(fragment: string): FrameSettings {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const mode = parameters.get("mode") ?? "";
  const colour = parameters.get("colour");
  const scheme = parameters.get("scheme");
  return {
    mode: modes.includes(mode) ? (mode as FrameMode) : "open",
    colour: isColour(colour) ? colour : null,
    scheme: scheme === "light" || scheme === "dark" ? scheme : null,
    userToken: parameters.get("user"),
  };
}
