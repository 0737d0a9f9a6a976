import { hooks } from "botframework-webchat-component";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { findCommand } from "./commands.ts";
import { useCurrent, useShared, useWord } from "./context.ts";
import { saveCopy } from "./save-copy.ts";
import { More } from "./signs.tsx";

/** The quiet menu: a person, a copy, where the conversation is open, start over; with an agent, who has no use for the bot's commands, what is not one. */
export function Menu() {
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
    const away = ({ target }: Event): void => {
      if (!place.current?.contains(target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", away);
    return () => removeEventListener("pointerdown", away);
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
  const move = (event: KeyboardEvent): void => {
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
    void saveCopy(parts, as).then((saved) => parts.notice.set(saved ? "copied" : "notCopied"));
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
