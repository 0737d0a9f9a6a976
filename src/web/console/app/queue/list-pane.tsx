import { SearchBox } from "@fluentui/react-components";
import { type RefObject, useMemo } from "react";
import { useKnown } from "../desk/desk-context.tsx";
import { type View, views } from "../desk/state.ts";
import { counts } from "../desk/view-lines.ts";
import { writeRoute } from "../shell/route.ts";
import type { TicketLine } from "../wire/shapes.ts";
import { say } from "../words/words.ts";
import { QuarantinePart } from "./quarantine-part.tsx";
import { SearchResults } from "./search-results.tsx";
import { TicketList } from "./ticket-list.tsx";

interface ListParts {
  view: View;
  lines: readonly TicketLine[];
  open: number | null;
  query: string;
  onQuery(query: string): void;
  searchField: RefObject<HTMLInputElement>;
}

/** The views with their numbers, the search, and the tickets. */
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
