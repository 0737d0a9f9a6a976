/** How far the frame goes: fetch what the talk needs, listen for news alone, or show the talk. */
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
