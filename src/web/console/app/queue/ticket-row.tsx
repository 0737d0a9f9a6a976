import { memo } from "react";
import { useKnown } from "../desk/desk-context.tsx";
import type { View } from "../desk/state.ts";
import { isWaiting, speaksFor } from "../desk/view-lines.ts";
import { writeRoute } from "../shell/route.ts";
import type { TicketLine } from "../wire/shapes.ts";
import { outcomeName, subjectOf } from "../words/names.ts";
import { dayAndTime } from "../words/times.ts";
import { counted, say } from "../words/words.ts";
import { PromiseLeft, Waited } from "./waited.tsx";

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

/** How, by whom and when a ticket was closed, and how it was rated. */
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

/** One ticket in a list: what it is about, how urgent it is, how long it waits. */
export const TicketRow = memo(function TicketRow({
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
              <span className="unseen">{counted("unreadOne", "unreadMany", unread)}</span>
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
