import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from "react";
import type { View } from "../desk/state.ts";
import type { TicketLine } from "../wire/shapes.ts";

const numberOf = (row: Element | null): number | null => {
  const number = row?.closest("li")?.dataset["number"];
  return number === undefined ? null : Number(number);
};

/** Once a page has come below a list: who was at the button for it goes on at the first row of these tickets. */
export function goOnAt(
  list: HTMLElement | null,
  button: HTMLElement | null,
  numbers: ReadonlySet<number>,
): void {
  const at = document.activeElement;
  if (at !== button && at !== document.body) return;
  const rows = [...(list?.querySelectorAll<HTMLElement>("a.row") ?? [])];
  rows.find((row) => numbers.has(numberOf(row) ?? 0))?.focus({ preventScroll: true });
}

/** Keeps the keyboard's place: when the row that has the focus leaves the list, the one in its place gets it. */
export function useRowFocus(
  list: RefObject<HTMLUListElement>,
  view: View,
  lines: readonly TicketLine[],
): { onFocus(event: FocusEvent): void; onBlur(): void } {
  const focused = useRef<{ view: View; number: number; at: number } | null>(null);
  useLayoutEffect(() => {
    const kept = focused.current;
    if (kept === null) return;
    const at = lines.findIndex(({ number }) => number === kept.number);
    if (at !== -1) {
      kept.at = at;
      return;
    }
    focused.current = null;
    if (kept.view !== view || document.activeElement !== document.body) return;
    const rows = list.current?.querySelectorAll<HTMLElement>("a.row") ?? [];
    rows[Math.min(kept.at, rows.length - 1)]?.focus({ preventScroll: true });
  }, [list, view, lines]);
  return {
    onFocus: ({ target }) => {
      const number = numberOf(target);
      const at = lines.findIndex((line) => line.number === number);
      focused.current = number === null ? null : { view, number, at };
    },
    onBlur: () => {
      focused.current = null;
    },
  };
}
