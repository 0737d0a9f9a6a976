import { inkOn, type ToHost } from "../../shared/frame-settings.ts";
import type { ExitDesk, ExitDeskEvents } from "./api.ts";
import { makeElement, makeLauncher } from "./launcher.ts";
import colours from "./look/colours.css";
import greetingLook from "./look/greeting.css";
import launcherLook from "./look/launcher.css";
import motion from "./look/motion.css";
import panelLook from "./look/panel.css";
import {
  greetingDismissed,
  makePanel,
  openedBefore,
  readAttributes,
  type Settings,
  standsOpen,
  stayAboveKeyboard,
  whenNear,
} from "./panel.ts";

type Tell<Name extends keyof ExitDeskEvents> = (about: ExitDeskEvents[Name]) => void;
type Sets = { [Name in keyof ExitDeskEvents]: Set<Tell<Name>> };

/** Event listeners of the host page. */
interface Listeners {
  on<Name extends keyof ExitDeskEvents>(name: Name, tell: Tell<Name>): () => void;
  tell<Name extends keyof ExitDeskEvents>(name: Name, about: ExitDeskEvents[Name]): void;
}

/** Makes an empty set of listeners. */
function makeListeners(): Listeners {
  const sets: Sets = { open: new Set(), close: new Set(), unread: new Set(), usable: new Set() };
  return {
    on: (name, tell) => {
      sets[name].add(tell);
      return () => sets[name].delete(tell);
    },
    tell: (name, about) => {
      for (const tell of sets[name]) tell(about);
    },
  };
}

const fullScreen = "(max-width: 480px), (max-height: 420px)";

/** Adds the widget to the page. */
function start(settings: Settings): ExitDesk {
  const { on, tell } = makeListeners();
  const root = makeElement("exit-desk" as "div", {});
  const shadow = root.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([colours, launcherLook, greetingLook, panelLook, motion].join("\n"));
  shadow.adoptedStyleSheets = [sheet];
  const stage = makeElement("div", { class: `stage ${settings.side}` });
  if (settings.scheme) stage.dataset["scheme"] = settings.scheme;
  if (settings.colour) {
    stage.style.setProperty("--accent", settings.colour);
    stage.style.setProperty("--on-accent", inkOn(settings.colour));
  }
  let isOpen = false;
  let unread = 0;

  const show = (): void => {
    stage.classList.toggle("open", isOpen);
    launcher.show(isOpen, unread);
  };
  const open = (takeFocus = true): void => {
    dismiss();
    openedBefore.set(true);
    standsOpen.set(true);
    if (!isOpen) {
      isOpen = true;
      show();
      panel.go("open", takeFocus);
      tell("open", undefined);
    }
  };
  const close = (): void => {
    standsOpen.set(false);
    if (!isOpen) return;
    const hadFocus = shadow.activeElement !== null;
    isOpen = false;
    panel.tellClosed();
    show();
    if (hadFocus) launcher.button.focus();
    tell("close", undefined);
  };
  const received = (message: ToHost): void => {
    if (message.tell === "close") close();
    else if (message.tell === "usable") tell("usable", undefined);
    else if (message.count !== unread) {
      unread = message.count;
      show();
      tell("unread", unread);
    }
  };
  const dismiss = (): void => {
    if (!launcher.greeting?.isConnected) return;
    greetingDismissed.set(true);
    const hadFocus = launcher.greeting.contains(shadow.activeElement);
    launcher.greeting.remove();
    if (hadFocus) launcher.button.focus();
  };

  const panel = makePanel(settings, received);
  const launcher = makeLauncher(settings, { toggle: () => (isOpen ? close() : open()), open, dismiss });
  stage.append(launcher.button, panel.element);
  if (launcher.greeting && !greetingDismissed.get()) stage.prepend(launcher.greeting);
  shadow.append(stage);
  document.body.append(root);
  stayAboveKeyboard(panel.element);
  show();

  const goneBefore = openedBefore.get();
  const wasOpen = standsOpen.get() && !matchMedia(fullScreen).matches;
  if (settings.openOnLoad || wasOpen) open(false);
  else if (goneBefore) setTimeout(() => isOpen || panel.go("quiet"), 600);
  whenNear(launcher.button, () => isOpen || panel.go("warm"));
  return {
    open: ({ userToken } = {}) => {
      if (userToken) panel.vouch(userToken);
      open();
    },
    close,
    on,
  };
}

const script = document.currentScript as HTMLScriptElement;
if (!window.ExitDesk) {
  const settings = readAttributes(script);
  if (document.body) window.ExitDesk = start(settings);
  else addEventListener("DOMContentLoaded", () => (window.ExitDesk ??= start(settings)));
}
