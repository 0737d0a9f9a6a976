import { Button, Spinner } from "@fluentui/react-components";
import { type KeyboardEvent, memo, useEffect, useRef, useSyncExternalStore } from "react";
import type { TicketLine } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import type { View } from "../desk/state.ts";
import { isWaiting, speaksFor } from "../desk/view-lines.ts";
import {
  dayAndTime,
  duration,
  outcomeName,
  say,
  sayCount,
  subjectOf,
  type WordKey,
} from "../i18n/messages.ts";
import { writeRoute } from "../shell/route.ts";
import { goOnAt, useKeptScroll, useRowFocus } from "./kept-scroll.ts";

const listeners = new Set<() => void>();

setInterval(() => {
  for (const listener of listeners) listener();
}, 1000);

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Subscribes to a value that depends on the time, checked every second. */
export const useTicking = <T extends string | number | boolean>(look: (now: number) => T): T =>
  useSyncExternalStore(listen, () => look(Date.now()));

/** Shows the elapsed waiting time. */
export function Waited({ since }: { since: string }): React.JSX.Element {
  const time = useTicking((now) => duration(now - Date.parse(since)));
  return <span>{say("waitedFor", { time })}</span>;
}

/** Shows the time left until the promised answer. */
export function PromiseLeft({ until }: { until: string }): React.JSX.Element {
  const text = useTicking((now) => {
    const left = Date.parse(until) - now;
    return left >= 0
      ? say("promiseLeft", { time: duration(left) })
      : say("promiseLate", { time: duration(-left) });
  });
  const late = useTicking((now) => now > Date.parse(until));
  return <span data-late={late}>{text}</span>;
}

function StateWord({ line }: { line: TicketLine }): React.JSX.Element {
  const by = speaksFor(line);
  const isMe = useKnown(({ me }) => by === me.id);
  const name = useKnown(({ agents }) => agents.find(({ id }) => id === by)?.firstName ?? say("otherAgent"));
  const { kind } = line.state;
  if (by === null || isMe) return <span data-state={kind}>{say(`state.${kind}`)}</span>;
  return (
    <span data-state="other">{say(kind === "claimed" ? "stateClaimedBy" : "stateWaitingBy", { name })}</span>
  );
}

/** Shows the outcome, closing time, assignee and rating of a closed ticket. */
function Closed({ line: { state, rating } }: { line: TicketLine }): React.JSX.Element | null {
  const by = state.kind === "resolved" ? state.by : null;
  const name = useKnown(({ agents }) => agents.find(({ id }) => id === by)?.firstName ?? say("otherAgent"));
  if (state.kind !== "resolved" && state.kind !== "expired") return null;
  return (
    <>
      {state.kind === "resolved" && <bdi>{outcomeName(state.outcome)}</bdi>}
      <span>
        {by === null ? dayAndTime(state.since) : say("closedBy", { when: dayAndTime(state.since), name })}
      </span>
      {rating !== null && <span>{say("rowRating", { score: rating })}</span>}
    </>
  );
}

/** Row of a ticket: subject, urgency and waiting time. */
const TicketRow = memo(function TicketRow({
  line,
  view,
  isOpen,
}: {
  line: TicketLine;
  view: View;
  isOpen: boolean;
}): React.JSX.Element {
  const { number, priority, distress, language, place, lastText, lastFrom, unread } = line;
  const waits = isWaiting(line);
  return (
    <li data-priority={priority} data-number={number}>
      <a
        className="row"
        href={writeRoute({ page: "tickets", view, ticket: number })}
        aria-current={isOpen ? "page" : undefined}
      >
        <span className="row-top">
          <strong>{subjectOf(line)}</strong>
          {unread > 0 && (
            <span className="unread">
              <span aria-hidden="true">{unread}</span>
              <span className="unseen">{sayCount("unreadOne", "unreadMany", unread)}</span>
            </span>
          )}
        </span>
        {lastText !== null && (
          <span className="row-last">
            {lastFrom && <span>{say(`rowFrom.${lastFrom}`)} </span>}
            <bdi>{lastText}</bdi>
          </span>
        )}
        <span className="row-facts">
          <span>{say("number", { number })}</span>
          {distress !== null && <span data-mark="urgent">{say(`distress.${distress}`)}</span>}
          {priority !== "normal" && <span data-mark={priority}>{say(`priority.${priority}`)}</span>}
          <span className="row-language">{language}</span>
          {waits && place !== null && <span>{say("place", { place })}</span>}
          {waits ? <Waited since={line.state.since} /> : <StateWord line={line} />}
          {waits && line.promise?.until && <PromiseLeft until={line.promise.until} />}
          <Closed line={line} />
        </span>
      </a>
    </li>
  );
});

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

/** Renders the tickets of a view. */
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

  /** Loads the next page, and moves the focus to its first row. */
  const more = async (): Promise<void> => {
    const before = new Set(lines.map(({ number }) => number));
    const result = await desk.lists.more(view);
    const fresh = new Set(result.filter((number) => !before.has(number)));
    // after the rows are rendered
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
