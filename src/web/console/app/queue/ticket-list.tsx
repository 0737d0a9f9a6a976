import { Button, Spinner } from "@fluentui/react-components";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import type { View } from "../desk/state.ts";
import type { TicketLine } from "../wire/shapes.ts";
import { say, type WordKey } from "../words/words.ts";
import { TicketRow } from "./ticket-row.tsx";

const empty: Record<View, WordKey> = {
  waiting: "emptyWaiting",
  mine: "emptyMine",
  all: "emptyAll",
  resolved: "emptyResolved",
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
  const { loaded, more } = useKnown((state) => state.lists[view]);
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    if (open !== null) list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [open]);

  if (!loaded && lines.length === 0) return <Spinner className="list-wait" label={say("loading")} />;
  if (lines.length === 0) return <p className="list-empty">{say(empty[view])}</p>;
  return (
    <div className="list-scroll">
      <ul
        ref={list}
        className="rows"
        aria-label={say("listLabel", { view: say(`view.${view}`) })}
        onKeyDown={moveFocus}
      >
        {lines.map((line) => (
          <TicketRow key={line.number} line={line} view={view} isOpen={line.number === open} />
        ))}
      </ul>
      {more && (
        <Button
          appearance="subtle"
          className="list-more"
          onClick={() => void desk.loadView(view, lines.at(-1)?.number)}
        >
          {say("moreTickets")}
        </Button>
      )}
    </div>
  );
}
