import { Button } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import type { LogEntry, Receipt, Ticket, TicketLine, TicketReply } from "../api/schemas.ts";
import { useKnown } from "../desk/desk-context.tsx";
import type { View } from "../desk/state.ts";
import {
  dayAndTime,
  dayOf,
  displayName,
  outcomeName,
  priorityName,
  say,
  stepName,
  subjectOf,
} from "../i18n/messages.ts";
import { writeRoute } from "../shell/route.ts";
import { Facts, SuspectAddress, Tags } from "./facts.tsx";
import { Readings } from "./readings.tsx";

type Line = Ticket["audit"][number];

/** Returns whether a line is shown; a rating and its comment share one. */
const isShown = ({ what, about }: Line): boolean => what !== "rated" || about["score"] !== undefined;

/** Renders the details of an audit line. */
function More({
  what,
  about,
  names,
}: Pick<Line, "what" | "about"> & { names: Record<string, string> }): React.JSX.Element | null {
  const team = useKnown(({ teams }) => teams.find(({ id }) => id === about["team"])?.title ?? about["team"]);
  const agent = useKnown(({ agents }) => agents.find(({ id }) => id === about["agent"])?.firstName);
  const { from, to, score, outcome, agent: id } = about;
  const more = [
    what === "priority-set" &&
      from &&
      to &&
      say("whatFromTo", { from: priorityName(from), to: priorityName(to) }),
    what === "transferred" && say("whatTo", { to: team ?? (id && names[id]) ?? agent ?? say("otherAgent") }),
    (what === "released" || what === "lease-ended") && id && (names[id] ?? agent),
    what === "resolved" && outcome && outcomeName(outcome),
    what === "rated" && score && say("csatScore", { score }),
  ].find((text) => typeof text === "string" && text !== "");
  return more ? <bdi>, {more}</bdi> : null;
}

/** Renders the audit of the ticket, newest first. */
function History({
  audit,
  names,
}: {
  audit: Ticket["audit"];
  names: Record<string, string>;
}): React.JSX.Element {
  const agents = useKnown((state) => state.agents);
  const nameOf = (who: Ticket["audit"][number]["who"]): string =>
    who.kind === "agent"
      ? (names[who.id] ?? agents.find(({ id }) => id === who.id)?.firstName ?? say("otherAgent"))
      : say(`who.${who.kind}`);
  return (
    <section>
      <details>
        <summary>{say("sideHistory")}</summary>
        <ul className="history">
          {audit
            .filter(isShown)
            .toReversed()
            .map(({ at, who, what, about }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id, and the list is drawn whole
              <li key={index}>
                <time dateTime={at}>{dayAndTime(at)}</time> {nameOf(who)}: {say(`what.${what}`)}
                <More what={what} about={about} names={names} />
              </li>
            ))}
        </ul>
      </details>
    </section>
  );
}

/** Lists the person's other tickets; null without any. */
function Others({ others, view }: { others: readonly TicketLine[]; view: View }): React.JSX.Element | null {
  if (others.length === 0) return null;
  return (
    <section>
      <h2>{say("sideOthers")}</h2>
      <ul className="others">
        {others.map((other) => (
          <li key={other.number}>
            <a href={writeRoute({ page: "tickets", view, ticket: other.number })}>
              {say("number", { number: other.number })} {subjectOf(other)}
            </a>
            <span>
              {say(`state.${other.state.kind}`)}, {dayOf(other.openedAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Renders the decision receipts: advice and accepted alternatives; null without any. */
function Receipts({ receipts }: { receipts: readonly Receipt[] }): React.JSX.Element | null {
  if (receipts.length === 0) return null;
  return (
    <section>
      <h2>{say("sideReceipts")}</h2>
      <ul className="receipts">
        {receipts.map(({ id, at, accepted, reason }) => (
          <li key={id}>
            <time dateTime={at}>{dayAndTime(at)}</time>
            <span>{say("receiptAccepted", { what: displayName("answer", accepted) })}</span>
            {reason !== null && <span>{displayName("answer", reason)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Returns the topics to which passages belong, each once. */
const topicsOf = (passages: readonly string[]): string[] => [
  ...new Set(passages.map((id) => id.split(".")[0] ?? id)),
];

/** Renders the person's steps, the current one, and the passages that they were shown. */
function Trail({ ticket: { trail, place, told } }: { ticket: Ticket }): React.JSX.Element {
  return (
    <section>
      <h2>{say("sideTrail")}</h2>
      {trail.length === 0 && place === null && <p>{say("trailNone")}</p>}
      <ol className="trail">
        {trail.map(({ guide, step, answer, outcome }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a trail only grows, and a step may come twice
          <li key={at} data-outcome={outcome}>
            <span className="trail-step">{stepName(guide, step)}</span>
            <span className="trail-outcome">{say(`trail.${outcome}`)}</span>
            {answer !== null && <bdi className="trail-answer">{displayName("answer", answer)}</bdi>}
          </li>
        ))}
        {place !== null && (
          <li data-outcome="now">
            <span className="trail-step">{stepName(place.guide, place.step)}</span>
            <span className="trail-outcome">{say("trailNow")}</span>
          </li>
        )}
      </ol>
      {told.passages.length > 0 && (
        <details>
          <summary>{say("sideTold")}</summary>
          <p>{say("toldVersion", { version: told.version })}</p>
          <ul>
            {topicsOf(told.passages).map((topic) => (
              <li key={topic}>{displayName("topic", topic)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Renders the details of the open ticket. */
export function SidePane({
  detail,
  entries,
  view,
  onClose,
}: {
  detail: TicketReply;
  entries: readonly LogEntry[];
  view: View;
  onClose(): void;
}): React.JSX.Element {
  const { ticket, receipts, others, agentNames } = detail;
  return (
    <aside className="side" aria-label={say("sideLabel")}>
      <Button
        className="side-close"
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={say("detailsClose")}
        onClick={onClose}
      />
      <section>
        <h2>{say("sideSummary")}</h2>
        <p className="words">{ticket.summary}</p>
      </section>
      <SuspectAddress key={ticket.number} detail={detail} />
      <Trail ticket={ticket} />
      <Readings entries={entries} />
      <Facts ticket={ticket} names={agentNames} />
      <Tags number={ticket.number} tags={ticket.tags} />
      <Receipts receipts={receipts} />
      <Others others={others} view={view} />
      <History audit={ticket.audit} names={agentNames} />
    </aside>
  );
}
