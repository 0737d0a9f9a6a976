import type { FrameSettings } from "../../../shared/frame-settings.ts";
import { inkOn } from "../../../shared/frame-settings.ts";
import cards from "../look/cards.css";
import choices from "../look/choices.css";
import colours from "../look/colours.css";
import header from "../look/header.css";
import human from "../look/human.css";
import motion from "../look/motion.css";
import page from "../look/page.css";
import room from "../look/room.css";
import writing from "../look/writing.css";

/** Applies the style sheets, and the host page's colour if set. */
export function applyTheme({ colour, scheme }: FrameSettings): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([colours, page, header, human, room, choices, writing, cards, motion].join("\n"));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const { dataset, style } = document.documentElement;
  if (scheme) dataset["scheme"] = scheme;
  if (colour === null) return;
  style.setProperty("--own", colour);
  style.setProperty("--on-own", inkOn(colour));
}
