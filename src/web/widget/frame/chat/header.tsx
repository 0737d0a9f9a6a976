import { useEffect, useRef } from "react";
import { Badge } from "../human/badge.tsx";
import { useCurrent, useShared, useWord } from "./context.ts";
import type { FocusHere } from "./focus-here.ts";
import { Menu } from "./menu.tsx";
import { Close, Door } from "./signs.tsx";

const presentWords = {
  bot: "statusOnline",
  waiting: "statusWaiting",
  agent: "statusAgent",
} as const;

const stateWords = {
  connecting: "statusConnecting",
  offline: "statusOffline",
} as const;

/** Who one talks with, how the line is, the menu, and the way out. */
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
      <Door />
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
