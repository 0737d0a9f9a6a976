import { cannotShow, frameTitle, openInTab, tryAgain } from "../../../../data/phrases/en/widget.json";
import { type FrameMode, writeSettings } from "../wire/frame-settings.ts";
import { hello, type ToFrame, type ToHost } from "../wire/messages.ts";
import type { Settings } from "./settings.ts";
import { made } from "./shown.ts";

/** The frame with the talk, and where it stands. */
export interface Panel {
  element: HTMLElement;
  /** Loads the frame, or tells the loaded one how far to go. */
  go(mode: FrameMode, takeFocus?: boolean): void;
  tellClosed(): void;
  /** The page vouches for the person from now on: the talk is another one. */
  vouch(userToken: string): void;
}

/** how long the frame may take to load, and to answer once it has, in milliseconds */
const patience = { load: 15_000, answer: 3000 };

/** Makes the panel; nothing is loaded before `go`. */
export function makePanel(settings: Settings, heard: (message: ToHost) => void): Panel {
  const element = made("div", { class: "panel", role: "region", "aria-label": frameTitle });
  let frame: HTMLIFrameElement | null = null;
  let port: MessagePort | null = null;
  let wanted: FrameMode = "warm";
  let wantsFocus = false;
  let { userToken } = settings;

  const tell = (message: ToFrame): void => port?.postMessage(message);

  const giveUp = (): void => {
    const again = made("button", { type: "button" }, tryAgain);
    again.addEventListener("click", load);
    const elsewhere = made("a", { href: settings.desk, target: "_blank", rel: "noopener" }, openInTab);
    element.replaceChildren(
      made("div", { class: "sorry", role: "alert" }, made("p", {}, cannotShow), again, elsewhere),
    );
    frame = port = null;
  };

  function load(): void {
    // a sandboxed page without an origin may frame nobody
    if (self.origin === "null") {
      giveUp();
      return;
    }
    const fresh = made("iframe", { title: frameTitle, allow: "clipboard-write" });
    const url = new URL("widget/frame", settings.desk);
    url.searchParams.set("locale", settings.locale);
    if (wanted !== "quiet") url.searchParams.set("chat", "");
    const { colour, scheme } = settings;
    url.hash = writeSettings({ mode: wanted, colour, scheme, userToken });
    const late = (): void => {
      if (wanted === "open") giveUp();
    };
    let tooLong = setTimeout(late, patience.load);
    fresh.addEventListener("load", () => {
      clearTimeout(tooLong);
      tooLong = setTimeout(late, patience.answer);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<ToHost>) => {
        clearTimeout(tooLong);
        heard(data);
      };
      port = port1;
      fresh.contentWindow?.postMessage(hello, "*", [port2]);
      tell({ tell: "mode", mode: wanted, focus: wantsFocus });
    });
    fresh.src = url.href;
    frame = fresh;
    element.replaceChildren(fresh);
  }

  return {
    element,
    go: (mode, takeFocus = false) => {
      wanted = mode;
      wantsFocus = takeFocus;
      if (frame === null) load();
      else tell({ tell: "mode", mode, focus: takeFocus });
      if (takeFocus) frame?.focus();
    },
    tellClosed: () => {
      wanted = "quiet";
      tell({ tell: "closed" });
    },
    vouch: (token) => {
      if (token === userToken) return;
      userToken = token;
      if (frame !== null) load();
    },
  };
}
