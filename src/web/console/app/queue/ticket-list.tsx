import { Button, Spinner } from "@fluentui/react-components";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import type { View } from "../desk/state.ts";
import type { TicketLine } from "../wire/shapes.ts";
import { say, type WordKey } from "../words/words.ts";
import { useKeptScroll } from "./kept-scroll.ts";
import { goOnAt, useRowFocus } from "./row-focus.ts";
import { TicketRow } from "./ticket-row.tsx";

const empty: Record<View, WordKey> = {
  waiting: "emptyWaiting",
  mine: "emptyMine",
  all: "emptyAll",
  resolved: "emptyResolved",
  quarantined: "emptyQuarantined",
};

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Moves the focus to the row above or below. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = steps[event.key];
  if (by === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("a.row")];
  const next = rows[rows.indexOf(document.activeElement as HTMLElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The tickets of a view. */
export function TicketList({
  view,
  lines,
  open,
}: {
  view: View;
  lines: readonly TicketLine[];
  open: number | null;
}): React.JSX.Element {
  const desk = useDesk();
  const { loaded, next } = useKnown((state) => state.lists[view]);
  const list = useRef<HTMLUListElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const noteScroll = useKeptScroll(scroller, view, lines);
  const keepFocus = useRowFocus(list, view, lines);

  /** Shows the next page. Who was at the button is at the first of the new rows then. */
  const more = async (): Promise<void> => {
    const before = new Set(lines.map(({ number }) => number));
    const told = await desk.lists.more(view);
    const fresh = new Set(told.filter((number) => !before.has(number)));
    // once the rows are drawn
    setTimeout(() => goOnAt(list.current, button.current, fresh));
  };

  useEffect(() => {
    if (open !== null) list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [open]);

  if (!loaded && lines.length === 0) return <Spinner className="list-wait" label={say("loading")} />;
  if (lines.length === 0 && next === null) return <p className="list-empty">{say(empty[view])}</p>;
  return (
    <div ref={scroller} className="list-scroll" onScroll={noteScroll}>
      <ul
        ref={list}
        className="rows"
        aria-label={say("listLabel", { view: say(`view.${view}`) })}
        onKeyDown={moveFocus}
        {...keepFocus}
      >
        {lines.map((line) => (
          <TicketRow key={line.number} line={line} view={view} isOpen={line.number === open} />
        ))}
      </ul>
      {next !== null && (
        <Button ref={button} appearance="subtle" className="list-more" onClick={() => void more()}>
          {say("moreTickets")}
        </Button>
      )}
    </div>
  );
}
