/** What the host page's side tells the frame. */
export type ToFrame = { tell: "mode"; mode: FrameMode; focus: boolean } | { tell: "closed" };

/** What the frame tells the host page's side. It never hears more than this about the conversation. */
export type ToHost =
  | { tell: "unread"; count: number }
  /** the person wants the panel closed */
  | { tell: "close" }
  /** the conversation can be typed into */
  | { tell: "usable" };

/** The first message to the frame; the port that comes with it carries all others. */
export const hello = "exit-desk:hello";

const channel = (hex: string): number => {
  const value = Number.parseInt(hex, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};

const brightness = (colour: string): number =>
  0.2126 * channel(colour.slice(1, 3)) +
  0.7152 * channel(colour.slice(3, 5)) +
  0.0722 * channel(colour.slice(5, 7));

/** The colour that can be read on a colour, both as `#rrggbb`: white where that is enough, else black. */
export const inkOn = (colour: string): string =>
  1.05 / (brightness(colour) + 0.05) >= 4.5 ? "#ffffff" : "#14201c";

/** How far the frame goes: fetch what the conversation needs, listen for news alone, or show the conversation. */
export type FrameMode = "warm" | "quiet" | "open";

/** What the host page asked for, handed to the frame in its URL's fragment. */
export interface FrameSettings {
  mode: FrameMode;
  /** the colour of the launcher, as #rrggbb; null for the desk's own */
  colour: string | null;
  /** null: as the browser prefers */
  scheme: "light" | "dark" | null;
  /** by which the host page vouches for the person; null: it does not */
  userToken: string | null;
}

const modes: readonly string[] = ["warm", "quiet", "open"] satisfies FrameMode[];
const colourForm = /^#[0-9a-f]{6}$/i;

/** Tells whether a text is a colour as `#rrggbb`. */
export const isColour = (text: string | null | undefined): text is string => colourForm.test(text ?? "");

/** Writes the settings as a fragment, without the `#`. */
export const writeSettings = ({ mode, colour, scheme, userToken }: FrameSettings): string =>
  String(
    new URLSearchParams({
      mode,
      ...(colour && { colour }),
      ...(scheme && { scheme }),
      ...(userToken && { user: userToken }),
    }),
  );

/** Reads the settings from a fragment; what it does not understand counts as not said. */
export function readSettings(fragment: string): FrameSettings {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  const mode = said.get("mode") ?? "";
  const colour = said.get("colour");
  const scheme = said.get("scheme");
  return {
    mode: modes.includes(mode) ? (mode as FrameMode) : "open",
    colour: isColour(colour) ? colour : null,
    scheme: scheme === "light" || scheme === "dark" ? scheme : null,
    userToken: said.get("user"),
  };
}
