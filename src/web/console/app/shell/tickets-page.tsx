import { useEffect, useMemo, useRef, useState } from "react";
import { ConversationPane } from "../conversation/conversation-pane.tsx";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import type { View } from "../desk/state.ts";
import { viewLines } from "../desk/view-lines.ts";
import { say } from "../i18n/messages.ts";
import { ListPane } from "../queue/list-pane.tsx";
import { goTo } from "./route.ts";
import { useKeys } from "./shortcut-dialog.tsx";

/** Renders the page with the ticket list and the open ticket. */
export function TicketsPage({ view, ticket }: { view: View; ticket: number | null }): React.JSX.Element {
  const desk = useDesk();
  const lines = useKnown((state) => state.lines);
  const me = useKnown((state) => state.me);
  const lists = useKnown((state) => state.lists);
  const { loaded } = lists[view];
  const shown = useMemo(() => viewLines({ lines, lists, me }, view), [lines, lists, me, view]);
  const [query, setQuery] = useState("");
  const search = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!loaded) void desk.lists.load(view);
  }, [desk, view, loaded]);

  const step = (by: 1 | -1): void => {
    const at = shown.findIndex(({ number }) => number === ticket);
    const next = shown[at === -1 ? (by === 1 ? 0 : shown.length - 1) : at + by];
    if (next) goTo({ page: "tickets", view, ticket: next.number });
  };
  const stepBack = (): void => {
    const focused = document.activeElement;
    if (query !== "") {
      setQuery("");
      search.current?.blur();
    } else if (focused instanceof HTMLElement && focused.matches("textarea, input")) {
      focused.blur();
      document.getElementById("talk")?.focus();
    } else if (ticket !== null) goTo({ page: "tickets", view, ticket: null });
  };
  const turnTo = (next: View): void => {
    setQuery("");
    goTo({ page: "tickets", view: next, ticket: null });
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    s: () => search.current?.focus(),
    Escape: stepBack,
    "1": () => turnTo("waiting"),
    "2": () => turnTo("mine"),
    "3": () => turnTo("all"),
    "4": () => turnTo("resolved"),
    q: () => turnTo("quarantined"),
  });

  return (
    <div className="tickets">
      <ListPane
        view={view}
        lines={shown}
        open={ticket}
        query={query}
        onQuery={setQuery}
        searchField={search}
      />
      {ticket === null ? (
        <main className="talk-none" id="talk" tabIndex={-1}>
          <h1>{say("chooseTicket")}</h1>
          <p>{say("chooseTicketHint")}</p>
        </main>
      ) : (
        <ConversationPane key={ticket} number={ticket} view={view} />
      )}
    </div>
  );
}
