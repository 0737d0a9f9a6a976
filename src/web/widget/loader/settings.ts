import { isColour } from "../wire/frame-settings.ts";

/** What the host page wrote on the script line. */
export interface Settings {
  /** where the desk is, ending in a slash */
  desk: string;
  side: "left" | "right";
  /** `#rrggbb`, or null for the desk's own */
  colour: string | null;
  scheme: "light" | "dark" | null;
  greeting: string | null;
  locale: string;
  /** the name of the launcher, or null for the desk's own */
  label: string | null;
  openOnLoad: boolean;
  /** by which the page vouches for the person, or null */
  userToken: string | null;
}

/** Reads the attributes of the script line; whatever cannot be meant counts as not said. */
export function readAttributes(script: HTMLScriptElement): Settings {
  const { position, colour, color, scheme, greeting, locale, label, open, userToken } = script.dataset;
  const wanted = colour ?? color;
  return {
    desk: new URL(".", script.src).href,
    side: position === "left" ? "left" : "right",
    colour: isColour(wanted) ? wanted : null,
    scheme: scheme === "light" || scheme === "dark" ? scheme : null,
    greeting: greeting || null,
    locale: locale || document.documentElement.lang || navigator.language || "en",
    label: label || null,
    openOnLoad: open !== undefined && open !== "false",
    userToken: userToken || null,
  };
}
