import { Spinner } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { View } from "../desk/state.ts";
import { writeRoute } from "../shell/route.ts";
import { type Answered, ask } from "../wire/ask.ts";
import type { Found } from "../wire/shapes.ts";
import { subjectOf } from "../words/names.ts";
import { dayOf } from "../words/times.ts";
import { counted, say } from "../words/words.ts";
import { moveFocus } from "./ticket-list.tsx";

const restMs = 250;

function useFound(query: string): Answered<Found> | null {
  const [found, setFound] = useState<Answered<Found> | null>(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      const answered = await ask<Found>(`search?q=${encodeURIComponent(query)}`);
      if (wanted) setFound(answered);
    }, restMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [query]);
  return found;
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
  const found = useFound(query);
  if (found === null) return <Spinner className="list-wait" label={say("loading")} />;
  if (found.kind !== "ok") return <p className="list-empty">{say("entryAway")}</p>;
  const { hits, reachesBackDays } = found.body;
  return (
    <div className="list-scroll">
      <p className="reach" role="status">
        {hits.length === 0
          ? say("searchNothing", { query })
          : counted("searchFoundOne", "searchFoundMany", hits.length)}{" "}
        {reachesBackDays === null ? say("searchReachAll") : say("searchReach", { days: reachesBackDays })}
      </p>
      <ul className="rows" aria-label={say("searchLabel")} onKeyDown={moveFocus}>
        {hits.map(({ ticket, snippet, seq }) => (
          <li key={`${ticket.number}-${seq}`} data-priority={ticket.priority}>
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
    </div>
  );
}
