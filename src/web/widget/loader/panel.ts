import { cannotShow, frameTitle, openInTab, tryAgain } from "../../../../data/phrases/en/widget.json";
import {
  type FrameMode,
  hello,
  isColour,
  type ToFrame,
  type ToHost,
  writeSettings,
} from "../../shared/frame-settings.ts";
import { makeElement } from "./launcher.ts";

const storageOf = (kind: "localStorage" | "sessionStorage"): Storage | null => {
  try {
    return window[kind];
  } catch {
    return null;
  }
};

const flag = (kind: "localStorage" | "sessionStorage", key: string) => ({
  get: (): boolean => {
    try {
      return storageOf(kind)?.getItem(key) === "1";
    } catch {
      return false;
    }
  },
  set: (on: boolean): void => {
    try {
      if (on) storageOf(kind)?.setItem(key, "1");
      else storageOf(kind)?.removeItem(key);
    } catch {
      // storage is optional
    }
  },
});

/** Whether the panel was opened on this site before, which justifies a socket for unread messages. */
export const openedBefore = flag("localStorage", "exit-desk-opened");
/** Whether the panel is open in this tab, so that the next page opens it again. */
export const standsOpen = flag("sessionStorage", "exit-desk-open");
/** Whether the greeting was dismissed in this tab. */
export const greetingDismissed = flag("sessionStorage", "exit-desk-greeted");

/** Attributes of the host page's script element. */
export interface Settings {
  /** base URL of the desk with a trailing slash */
  desk: string;
  side: "left" | "right";
  /** `#rrggbb`; null: default */
  colour: string | null;
  scheme: "light" | "dark" | null;
  greeting: string | null;
  locale: string;
  /** label of the launcher; null: default */
  label: string | null;
  openOnLoad: boolean;
  /** user token signed by the host page, or null */
  userToken: string | null;
}

/** Parses the attributes of the script element; invalid ones are ignored. */
export function readAttributes(script: HTMLScriptElement): Settings {
  const { position, colour, color, scheme, greeting, locale, label, open, userToken } = script.dataset;
  const custom = colour ?? color;
  return {
    desk: new URL(".", script.src).href,
    side: position === "left" ? "left" : "right",
    colour: isColour(custom) ? custom : null,
    scheme: scheme === "light" || scheme === "dark" ? scheme : null,
    greeting: greeting || null,
    locale: locale || document.documentElement.lang || navigator.language || "en",
    label: label || null,
    openOnLoad: open !== undefined && open !== "false",
    userToken: userToken || null,
  };
}

/**
 * Keeps a full-screen element above the on-screen keyboard, where the browser shrinks the visual viewport
 * only.
 */
export function stayAboveKeyboard(element: HTMLElement): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const settle = (): void => {
    element.style.setProperty("--seen-height", `${viewport.height}px`);
    element.style.setProperty("--seen-top", `${viewport.offsetTop}px`);
  };
  viewport.addEventListener("resize", settle);
  viewport.addEventListener("scroll", settle);
  settle();
}

const reach = 120;

/** Calls back once, when the pointer comes within 120 pixels of an element, or it is focused. */
export function whenNear(element: HTMLElement, tell: () => void): void {
  const done = (): void => {
    removeEventListener("pointermove", moved);
    for (const name of ["pointerdown", "focus"]) element.removeEventListener(name, done);
    tell();
  };
  const moved = ({ clientX, clientY }: PointerEvent): void => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const across = Math.max(left - clientX, 0, clientX - right);
    const along = Math.max(top - clientY, 0, clientY - bottom);
    if (Math.hypot(across, along) < reach) done();
  };
  addEventListener("pointermove", moved, { passive: true });
  for (const name of ["pointerdown", "focus"]) element.addEventListener(name, done);
}

/** Loads the frame, or sets the mode of the loaded one. */
interface Panel {
  element: HTMLElement;
  /** Loads the frame, or tells the loaded one how far to go. */
  go(mode: FrameMode, takeFocus?: boolean): void;
  tellClosed(): void;
  /** Sets another user token, which changes the conversation. */
  vouch(userToken: string): void;
}

/** timeouts in milliseconds: loading the frame, and its first response */
const timeouts = { load: 15_000, answer: 3000 };

/** Makes the panel. It loads nothing before `go`. */
export function makePanel(settings: Settings, heard: (message: ToHost) => void): Panel {
  const element = makeElement("div", { class: "panel", role: "region", "aria-label": frameTitle });
  let frame: HTMLIFrameElement | null = null;
  let port: MessagePort | null = null;
  let custom: FrameMode = "warm";
  let wantsFocus = false;
  let { userToken } = settings;

  const tell = (message: ToFrame): void => port?.postMessage(message);

  const giveUp = (): void => {
    const again = makeElement("button", { type: "button" }, tryAgain);
    again.addEventListener("click", load);
    const elsewhere = makeElement("a", { href: settings.desk, target: "_blank", rel: "noopener" }, openInTab);
    element.replaceChildren(
      makeElement(
        "div",
        { class: "sorry", role: "alert" },
        makeElement("p", {}, cannotShow),
        again,
        elsewhere,
      ),
    );
    frame = port = null;
  };

  function load(): void {
    // a sandboxed page with an opaque origin cannot embed the frame
    if (self.origin === "null") {
      giveUp();
      return;
    }
    const fresh = makeElement("iframe", { title: frameTitle, allow: "clipboard-write" });
    const url = new URL("widget/frame", settings.desk);
    url.searchParams.set("locale", settings.locale);
    if (custom !== "quiet") url.searchParams.set("chat", "");
    const { colour, scheme } = settings;
    url.hash = writeSettings({ mode: custom, colour, scheme, userToken });
    const late = (): void => {
      if (custom === "open") giveUp();
    };
    let tooLong = setTimeout(late, timeouts.load);
    fresh.addEventListener("load", () => {
      clearTimeout(tooLong);
      tooLong = setTimeout(late, timeouts.answer);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<ToHost>) => {
        clearTimeout(tooLong);
        heard(data);
      };
      port = port1;
      fresh.contentWindow?.postMessage(hello, "*", [port2]);
      tell({ tell: "mode", mode: custom, focus: wantsFocus });
    });
    fresh.src = url.href;
    frame = fresh;
    element.replaceChildren(fresh);
  }

  return {
    element,
    go: (mode, takeFocus = false) => {
      custom = mode;
      wantsFocus = takeFocus;
      if (frame === null) load();
      else tell({ tell: "mode", mode, focus: takeFocus });
      if (takeFocus) frame?.focus();
    },
    tellClosed: () => {
      custom = "quiet";
      tell({ tell: "closed" });
    },
    vouch: (token) => {
      if (token === userToken) return;
      userToken = token;
      if (frame !== null) load();
    },
  };
}
