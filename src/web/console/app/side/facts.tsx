import type { ReactNode } from "react";
import { useKnown } from "../desk/desk-context.tsx";
import { isClosed } from "../desk/view-lines.ts";
import type { Ticket } from "../wire/shapes.ts";
import { channelName, goalName, languageName, nameOf, outcomeName } from "../words/names.ts";
import { dayAndTime } from "../words/times.ts";
import { say } from "../words/words.ts";

/** The facts about a ticket. */
export function Facts({
  ticket,
  names,
}: {
  ticket: Ticket;
  names: Record<string, string>;
}): React.JSX.Element {
  const team = useKnown(({ teams }) => teams.find(({ id }) => id === ticket.team)?.title ?? ticket.team);
  const { contact, promise, csat } = ticket;
  const { state } = ticket;
  const closer = state.kind === "resolved" ? state.by : null;
  const closedBy =
    useKnown(({ agents }) => agents.find(({ id }) => id === closer)?.name) ?? names[closer ?? ""];
  const facts: [string, ReactNode][] = [
    [
      say("sideContact"),
      say(`contact.${contact.kind}`, { address: contact.kind === "email" ? contact.address : "" }),
    ],
    [say("sideGoal"), goalName(ticket.goal)],
    [say("sideTopic"), ticket.topic && nameOf("topic", ticket.topic)],
    [say("sideAccount"), ticket.accountType && nameOf("answer", ticket.accountType)],
    [say("sideLanguage"), languageName(ticket.language)],
    [say("sideChannel"), channelName(ticket.channel)],
    [say("sideTeam"), team],
    [say("sideOpened"), dayAndTime(ticket.openedAt)],
    [
      say("sidePromise"),
      promise &&
        (promise.until === null
          ? say("promiseNone")
          : say("promiseUntil", { when: dayAndTime(promise.until) })),
    ],
    [say("sideOutcome"), state.kind === "resolved" ? outcomeName(state.outcome) : null],
    [
      say("sideClosed"),
      !isClosed(ticket)
        ? null
        : say("closedBy", {
            when: dayAndTime(state.since),
            name: closer === null ? say("who.desk") : (closedBy ?? say("otherAgent")),
          }),
    ],
    [say("sideCsat"), csat && say("csatScore", { score: csat.score })],
  ];
  return (
    <section>
      <h2>{say("details")}</h2>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
      </dl>
      {csat?.comment && <p className="words">{csat.comment}</p>}
    </section>
  );
}
