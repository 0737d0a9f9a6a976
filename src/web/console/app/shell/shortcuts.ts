import { useEffect, useRef } from "react";
import type { WordKey } from "../words/words.ts";
import { settings } from "./settings.ts";

/** Everything that a key does; the key as it is shown. */
export const shortcutGroups = [
  {
    title: "keysGroupList",
    keys: [
      ["j", "key.next"],
      ["k", "key.previous"],
      ["s", "key.search"],
      ["1", "key.view1"],
      ["2", "key.view2"],
      ["3", "key.view3"],
      ["4", "key.view4"],
      ["q", "key.viewQuarantine"],
    ],
  },
  {
    title: "keysGroupTicket",
    keys: [
      ["c", "key.claim"],
      ["r", "key.reply"],
      ["n", "key.note"],
      ["t", "key.transfer"],
      ["u", "key.release"],
      ["e", "key.resolve"],
      ["d", "key.details"],
      ["Esc", "key.back"],
    ],
  },
  {
    title: "keysGroupWriting",
    keys: [
      ["Enter", "key.send"],
      ["Shift+Enter", "key.newline"],
      ["/", "key.canned"],
    ],
  },
  {
    title: "keysGroupDesk",
    keys: [
      ["5", "key.team"],
      ["6", "key.reports"],
      ["7", "key.people"],
      ["8", "key.audit"],
      ["?", "key.help"],
    ],
  },
] as const satisfies { title: WordKey; keys: (readonly [string, WordKey])[] }[];

/** What a key does; a key that is not in here goes its usual way. */
export type KeyMap = { [key: string]: (() => void) | undefined };

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const isCovered = (): boolean => document.querySelector("[role=dialog], [role=menu]") !== null;

/** Listens for keys while the part is shown. Single keys count outside of fields, dialogs and menus only. */
export function useKeys(keys: KeyMap): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      const act = current.current[event.key];
      if (act === undefined || isCovered()) return;
      if (event.key !== "Escape" && (writes(event.target) || !settings.get().keys)) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
