import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from "react";
import type { TicketLine } from "../api/schemas.ts";
import type { View } from "../desk/state.ts";

const numberOf = (row: Element | null): number | null => {
  const number = row?.closest("li")?.dataset["number"];
  return number === undefined ? null : Number(number);
};

/** Moves the focus from the "more" button to the first new row. */
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

/** Keeps the keyboard focus: when the focused row disappears, the row in its position gets it. */
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

/** A visible row: its ticket, and its offset from the top edge. */
interface Seen {
  number: string;
  top: number;
}

const topIn = (scroller: HTMLElement, row: HTMLElement): number =>
  row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;

/** Returns the visible rows from the top. */
function visibleRows(scroller: HTMLElement): Seen[] {
  const { left, top, width } = scroller.getBoundingClientRect();
  const first = document.elementFromPoint(left + width / 2, top + 1)?.closest("li") ?? null;
  const positions: Seen[] = [];
  for (let row: Element | null = first; row instanceof HTMLElement; row = row.nextElementSibling) {
    const at = topIn(scroller, row);
    if (at > scroller.clientHeight) break;
    positions.push({ number: row.dataset["number"] ?? "", top: at });
  }
  return positions;
}

/**
 * Keeps visible rows in place while rows above them change. At the top the list does not scroll, so that new rows are
 * visible. The browser's scroll anchoring does not cover moved rows.
 */
export function useKeptScroll(
  scroller: RefObject<HTMLDivElement>,
  view: View,
  lines: readonly TicketLine[],
): () => void {
  const looked = useRef<{ view: View; seen: Seen[] }>({ view, seen: [] });
  const note = (): void => {
    const at = scroller.current;
    if (at !== null) looked.current = { view, seen: at.scrollTop > 0 ? visibleRows(at) : [] };
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is for the moment at which other lines are drawn
  useLayoutEffect(() => {
    const at = scroller.current;
    if (at !== null && looked.current.view === view) {
      for (const { number, top } of looked.current.seen) {
        const row = at.querySelector<HTMLElement>(`li[data-number="${number}"]`);
        if (row === null) continue;
        const by = topIn(at, row) - top;
        if (Math.abs(by) >= 1) at.scrollTop += by;
        break;
      }
    }
    note();
  }, [view, lines]);
  return note;
}
