import { hooks } from "botframework-webchat-component";
import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useRef, useState } from "react";
import { findCommand } from "../../../shared/activity.ts";
import { Badge } from "../agent/badge.tsx";
import type { ConversationParts } from "../conversation-parts.ts";
import type { FocusHere } from "./context.ts";
import { useCurrent, useShared, useWord } from "./context.ts";
import { exportPage } from "./export-page.ts";

/** Downloads the conversation, from the desk or, for HTML, from this device. Returns whether it was saved. */
async function saveExport(
  { record, words, locale, copy }: Pick<ConversationParts, "record" | "words" | "locale" | "copy">,
  as: "html" | "json",
): Promise<boolean> {
  const now = new Date();
  const form = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const own = () => exportPage(record.all(), words, { now, time: (at) => form.format(at) });
  const file = (await copy(as)) ?? (as === "html" ? new Blob([own()], { type: "text/html" }) : null);
  if (file === null) return false;
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${words["copyFile"]}-${now.toISOString().slice(0, 10)}.${as}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return true;
}

/** Draws the logo: a door, ajar. */
const ExitIcon = () => (
  <svg className="door" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M7 28V13a9 9 0 0 1 18 0v15M4 28h24" />
    <path
      className="leaf"
      d="M12 28V13.6c0-1.5 1-2.8 2.4-3.2l4.4-1.3c.9-.3 1.8.4 1.8 1.3V28zm5.6-10.6a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4"
    />
  </svg>
);

/** Draws the icon of the menu. */
const More = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M5.5 12h.01M12 12h.01M18.5 12h.01" />
  </svg>
);

/** Draws the icon of the close button. */
const Close = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />
  </svg>
);

/** Renders the menu: ask for a person, export, devices, restart. With an agent it has no bot commands. */
function Menu() {
  const word = useWord();
  const { parts, commands } = useShared();
  const offered = useCurrent(commands);
  const who = useCurrent(parts.who);
  const perform = hooks.usePerformCardAction();
  const sendMessage = hooks.useSendMessage();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    place.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const closeOutside = ({ target }: Event): void => {
      if (!place.current?.contains(target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", closeOutside);
    return () => removeEventListener("pointerdown", closeOutside);
  }, [open]);

  const say = (command: string, text: string): void => {
    const action = findCommand(offered, command);
    if (action) perform(action as never);
    else sendMessage(text);
  };
  const choose = (act: () => void) => (): void => {
    setOpen(false);
    opener.current?.focus();
    act();
  };
  const move = (event: ReactKeyboardEvent): void => {
    const items = [...(place.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") {
      setOpen(false);
      opener.current?.focus();
      event.preventDefault();
      event.stopPropagation();
    } else if (to !== undefined) {
      items[(to + items.length) % items.length]?.focus();
      event.preventDefault();
    }
  };
  const copy = (as: "html" | "json") => (): void =>
    void saveExport(parts, as).then((saved) => parts.notice.set(saved ? "copied" : "notCopied"));
  const devices = (): void =>
    void parts
      .devices(null)
      .then((found) => parts.notice.set(found === null ? "noDevices" : { devices: found }));
  const save: [string, () => void][] = [
    [word("menuCopy"), copy("html")],
    [word("menuCopyData"), copy("json")],
    [word("menuDevices"), devices],
  ];
  const personWord = who.kind === "waiting" ? "menuTicket" : "menuHuman";
  const items: [string, () => void][] =
    who.kind === "agent"
      ? save
      : [
          [word(personWord), () => say("human", word(personWord))],
          ...save,
          [word("menuRestart"), () => say("restart", word("menuRestart"))],
        ];
  return (
    <div className="menu" ref={place}>
      <button
        ref={opener}
        type="button"
        className="icon-button"
        aria-label={word("menu")}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <More />
      </button>
      {open && (
        <div className="menu-list" role="menu" aria-label={word("menu")} tabIndex={-1} onKeyDown={move}>
          {items.map(([name, act]) => (
            <button key={name} type="button" role="menuitem" tabIndex={-1} onClick={choose(act)}>
              {name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

const presentWords = {
  bot: "statusOnline",
  waiting: "statusWaiting",
  agent: "statusAgent",
} as const;

const stateWords = {
  connecting: "statusConnecting",
  offline: "statusOffline",
} as const;

/** Renders the header: name, connection state, menu and close button. */
export function Header({ focusHere }: { focusHere: FocusHere }) {
  const word = useWord();
  const { parts } = useShared();
  const state = useCurrent(parts.state);
  const who = useCurrent(parts.who);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    focusHere.heading(() => title.current?.focus());
  }, [focusHere]);
  const framed = window.parent !== window;
  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented) parts.close();
    };
    addEventListener("keydown", closeOnEscape);
    return () => removeEventListener("keydown", closeOnEscape);
  }, [parts]);
  return (
    <header className="header">
      <ExitIcon />
      <div className="who">
        <h1 ref={title} tabIndex={-1}>
          {who.kind === "agent" && who.name !== "" ? who.name : word("title")}
        </h1>
        <Badge person={who.kind === "agent"} />
        <p className={`state ${state}`} role="status">
          {word(state === "online" ? presentWords[who.kind] : stateWords[state])}
        </p>
      </div>
      <Menu />
      {framed && (
        <button type="button" className="icon-button" aria-label={word("close")} onClick={parts.close}>
          <Close />
        </button>
      )}
    </header>
  );
}
