import { Button, SearchBox, Spinner } from "@fluentui/react-components";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { type ApiReply, apiRequest } from "../api/request.ts";
import type { SearchReply, TicketLine } from "../api/schemas.ts";
import { useKnown } from "../desk/desk-context.tsx";
import { type View, views } from "../desk/state.ts";
import { counts } from "../desk/view-lines.ts";
import { dayOf, say, sayCount, subjectOf } from "../i18n/messages.ts";
import { writeRoute } from "../shell/route.ts";
import { goOnAt } from "./kept-scroll.ts";
import { QuarantinePart } from "./quarantine.tsx";
import { moveFocus, TicketList } from "./ticket-list.tsx";

const restMs = 250;

/** Newest hits; null while loading. */
type Hits = ApiReply<SearchReply> | null;

const askFor = (query: string, before?: number): Promise<ApiReply<SearchReply>> =>
  apiRequest<SearchReply>(
    `search?q=${encodeURIComponent(query)}${before === undefined ? "" : `&before=${before}`}`,
  );

/** Appends older hits, each ticket once. */
function withOlder(found: Hits, older: SearchReply): Hits {
  if (found?.kind !== "ok") return found;
  const numbers = new Set(found.body.hits.map(({ ticket }) => ticket.number));
  const hits = [...found.body.hits, ...older.hits.filter(({ ticket }) => !numbers.has(ticket.number))];
  return { kind: "ok", body: { ...older, hits } };
}

function useFound(query: string): {
  found: Hits;
  /** tickets of the page that was appended last */
  fresh: ReadonlySet<number>;
  more(): Promise<void>;
} {
  const [{ of, found, fresh }, setFound] = useState<{ of: string; found: Hits; fresh: ReadonlySet<number> }>({
    of: "",
    found: null,
    fresh: new Set(),
  });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const response = await askFor(query);
      if (isCurrent) setFound({ of: query, found: response, fresh: new Set() });
    }, restMs);
    return () => {
      isCurrent = false;
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

/** Renders the search results, and the age of the oldest searched tickets. */
function SearchResults({
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
            : sayCount("searchFoundOne", "searchFoundMany", hits.length)}{" "}
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

interface ListParts {
  view: View;
  lines: readonly TicketLine[];
  open: number | null;
  query: string;
  onQuery(query: string): void;
  searchField: RefObject<HTMLInputElement>;
}

/** Renders the list pane: views with counts, search and tickets. */
export function ListPane({ view, lines, open, query, onQuery, searchField }: ListParts): React.JSX.Element {
  const known = useKnown((state) => state.lines);
  const me = useKnown((state) => state.me);
  const lists = useKnown((state) => state.lists);
  const { waiting, mine, quarantined } = useMemo(
    () => counts({ lines: known, lists, me }),
    [known, lists, me],
  );
  const numbers: Partial<Record<View, number>> = { waiting, mine, quarantined };
  const searches = query.trim().length > 1;
  return (
    <section className="list-pane" aria-label={say("navTickets")}>
      <button type="button" className="skip" onClick={skip}>
        {say("skipToTalk")}
      </button>
      <div className="list-top">
        <SearchBox
          input={{ ref: searchField, "aria-label": say("searchLabel") }}
          placeholder={say("searchHint")}
          value={query}
          maxLength={200}
          dismiss={{ "aria-label": say("searchClear") }}
          onChange={(_, { value }) => onQuery(value)}
        />
        <nav className="views" aria-label={say("viewsLabel")}>
          {views
            .filter((one) => one !== "quarantined" || quarantined > 0 || view === one)
            .map((one) => (
              <a
                key={one}
                href={writeRoute({ page: "tickets", view: one, ticket: open })}
                aria-current={one === view && !searches ? "true" : undefined}
                onClick={() => onQuery("")}
              >
                {say(`view.${one}`)}
                {numbers[one] !== undefined && <span className="count">{numbers[one]}</span>}
              </a>
            ))}
        </nav>
      </div>
      {searches ? (
        <SearchResults query={query.trim()} view={view} open={open} />
      ) : (
        <>
          {view === "quarantined" && <QuarantinePart count={quarantined} />}
          <TicketList view={view} lines={lines} open={open} />
        </>
      )}
    </section>
  );
}

const skip = (): void => document.getElementById("talk")?.focus();
