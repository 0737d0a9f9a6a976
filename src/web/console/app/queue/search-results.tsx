import { Button, Spinner } from "@fluentui/react-components";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { View } from "../desk/state.ts";
import { writeRoute } from "../shell/route.ts";
import { type Answered, ask } from "../wire/ask.ts";
import type { Found } from "../wire/shapes.ts";
import { subjectOf } from "../words/names.ts";
import { dayOf } from "../words/times.ts";
import { counted, say } from "../words/words.ts";
import { goOnAt } from "./row-focus.ts";
import { moveFocus } from "./ticket-list.tsx";

const restMs = 250;

/** The newest hits so far; null while the first are fetched. */
type Hits = Answered<Found> | null;

const askFor = (query: string, before?: number): Promise<Answered<Found>> =>
  ask<Found>(`search?q=${encodeURIComponent(query)}${before === undefined ? "" : `&before=${before}`}`);

/** The hits with older ones below them, each ticket once. */
function withOlder(found: Hits, older: Found): Hits {
  if (found?.kind !== "ok") return found;
  const numbers = new Set(found.body.hits.map(({ ticket }) => ticket.number));
  const hits = [...found.body.hits, ...older.hits.filter(({ ticket }) => !numbers.has(ticket.number))];
  return { kind: "ok", body: { ...older, hits } };
}

function useFound(query: string): {
  found: Hits;
  /** the tickets of the page that came last below others */
  fresh: ReadonlySet<number>;
  more(): Promise<void>;
} {
  const [{ of, found, fresh }, setFound] = useState<{ of: string; found: Hits; fresh: ReadonlySet<number> }>({
    of: "",
    found: null,
    fresh: new Set(),
  });
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      const answered = await askFor(query);
      if (wanted) setFound({ of: query, found: answered, fresh: new Set() });
    }, restMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [query]);
  const more = async (): Promise<void> => {
    const last = found?.kind === "ok" ? found.body.hits.at(-1) : undefined;
    const older = await askFor(of, last?.ticket.number);
    if (older.kind !== "ok") return;
    const fresh = new Set(older.body.hits.map(({ ticket }) => ticket.number));
    setFound((now) => (now.of === of ? { of, found: withOlder(now.found, older.body), fresh } : now));
  };
  return { found, fresh, more };
}

/** What a search has found, and how far back it looked. */
export function SearchResults({
  query,
  view,
  open,
}: {
  query: string;
  view: View;
  open: number | null;
}): React.JSX.Element {
  const { found, fresh, more } = useFound(query);
  const list = useRef<HTMLUListElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (fresh.size > 0) goOnAt(list.current, button.current, fresh);
  }, [fresh]);
  if (found === null) return <Spinner className="list-wait" label={say("loading")} />;
  if (found.kind !== "ok") return <p className="list-empty">{say("entryAway")}</p>;
  const { hits, more: hasMore, reachesBackDays } = found.body;
  return (
    <div className="list-scroll">
      <p className="reach" role="status">
        {hits.length === 0
          ? say("searchNothing", { query })
          : hasMore
            ? say("searchFoundNewest", { count: hits.length })
            : counted("searchFoundOne", "searchFoundMany", hits.length)}{" "}
        {reachesBackDays === null ? say("searchReachAll") : say("searchReach", { days: reachesBackDays })}
      </p>
      <ul ref={list} className="rows" aria-label={say("searchLabel")} onKeyDown={moveFocus}>
        {hits.map(({ ticket, snippet, seq }) => (
          <li key={`${ticket.number}-${seq}`} data-priority={ticket.priority} data-number={ticket.number}>
            <a
              className="row"
              href={writeRoute({ page: "tickets", view, ticket: ticket.number })}
              aria-current={ticket.number === open ? "page" : undefined}
            >
              <span className="row-top">
                <strong>{subjectOf(ticket)}</strong>
              </span>
              <span className="row-last">
                <bdi>{snippet}</bdi>
              </span>
              <span className="row-facts">
                <span>{say("number", { number: ticket.number })}</span>
                <span>{say(`state.${ticket.state.kind}`)}</span>
                <span>{dayOf(ticket.openedAt)}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button ref={button} appearance="subtle" className="list-more" onClick={() => void more()}>
          {say("moreTickets")}
        </Button>
      )}
    </div>
  );
}
