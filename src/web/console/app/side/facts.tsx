import { Button, Input } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { type FormEvent, type ReactNode, useState } from "react";
import type { Ticket, TicketReply } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { isClosed } from "../desk/view-lines.ts";
import {
  channelName,
  dayAndTime,
  displayName,
  goalName,
  languageName,
  outcomeName,
  say,
} from "../i18n/messages.ts";

/** Renders the editable tags of a ticket. */
export function Tags({ number, tags }: { number: number; tags: readonly string[] }): React.JSX.Element {
  const { actions } = useDesk();
  const [fresh, setFresh] = useState("");
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const tag = fresh.trim();
    setFresh("");
    if (tag !== "" && !tags.includes(tag)) void actions.setTags(number, [...tags, tag]);
  };
  return (
    <section>
      <h2>{say("sideTags")}</h2>
      <ul className="tags">
        {tags.map((tag) => (
          <li key={tag}>
            <bdi>{tag}</bdi>
            <Button
              size="small"
              appearance="transparent"
              icon={<DismissRegular />}
              aria-label={say("tagRemove", { tag })}
              onClick={() =>
                void actions.setTags(
                  number,
                  tags.filter((one) => one !== tag),
                )
              }
            />
          </li>
        ))}
      </ul>
      <form onSubmit={add}>
        <Input
          size="small"
          value={fresh}
          maxLength={40}
          aria-label={say("tagAdd")}
          placeholder={say("tagAdd")}
          onChange={(_, { value }) => setFresh(value)}
        />
      </form>
    </section>
  );
}

/** Warns about a suspect address, with a form that confirms or corrects it; null where there is none. */
export function SuspectAddress({
  detail: { ticket, suspectAddress },
}: {
  detail: TicketReply;
}): React.JSX.Element | null {
  const { actions } = useDesk();
  const { contact, number } = ticket;
  const uncheckedAddress = contact.kind === "email" && !contact.checked ? contact.address : null;
  const [typed, setTyped] = useState(uncheckedAddress ?? "");
  if (suspectAddress === null || uncheckedAddress === null) return null;
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== "") void actions.confirmAddress(number, typed.trim());
  };
  return (
    <section className="suspect">
      <h2>{say("addressSuspect")}</h2>
      <p>{say(`suspect.${suspectAddress}`)}</p>
      <form onSubmit={confirm}>
        <Input
          size="small"
          type="text"
          inputMode="email"
          value={typed}
          maxLength={320}
          aria-label={say("addressField")}
          onChange={(_, { value }) => setTyped(value)}
        />
        <Button size="small" type="submit">
          {say(typed.trim() === uncheckedAddress ? "addressConfirm" : "addressCorrect")}
        </Button>
      </form>
    </section>
  );
}

/** Renders the facts about a ticket. */
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
    [say("sideTopic"), ticket.topic && displayName("topic", ticket.topic)],
    [say("sideAccount"), ticket.accountType && displayName("answer", ticket.accountType)],
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
