import { Link } from "@fluentui/react-components";
import { memo } from "react";
import { commandName } from "../../../shared/activity.ts";
import { type CardData, readCard } from "../../../shared/card.ts";
import { readSource } from "../../../shared/source.ts";
import type { LogEntry } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import {
  entryAgent,
  entryNotice,
  entrySpeaker,
  type Notice,
  type Sending,
  type Speaker,
} from "../desk/state.ts";
import { dayAndTime, say, timeOfDay, type WordKey } from "../i18n/messages.ts";

const words = { sending: "sending", waiting: "sendWaiting", taken: "delivered" } as const;

/** Renders a message that the desk has not confirmed yet. */
export function SendingEntry({
  conversationId,
  sending,
}: {
  conversationId: string;
  sending: Sending;
}): React.JSX.Element {
  const { sender } = useDesk();
  const { clientId, kind, text, at, state } = sending;
  return (
    <article className="entry-said" data-speaker={kind === "note" ? "note" : "agent"} data-sending={state}>
      <header>
        <strong>{say(kind === "note" ? "speakerNoteYou" : "speakerYou")}</strong>
        <time dateTime={at}>{timeOfDay(at)}</time>
      </header>
      <div className="bubble">
        <p dir="auto" className="words">
          {text}
        </p>
      </div>
      <footer role={state === "failed" ? "alert" : undefined}>
        {state === "failed" ? (
          <>
            {say("sendFailed")}{" "}
            <Link as="button" onClick={() => sender.again(conversationId, clientId)}>
              {say("sendAgain")}
            </Link>{" "}
            <Link as="button" onClick={() => sender.drop(conversationId, clientId)}>
              {say("sendDrop")}
            </Link>
          </>
        ) : (
          say(words[state])
        )}
      </footer>
    </article>
  );
}

/** Describes a card of the bot as text. */
function CardInWords({ card }: { card: CardData }): React.JSX.Element {
  switch (card.kind) {
    case "checklist":
      return (
        <div className="card-words">
          <p>{say("card.checklist")}</p>
          <ul>
            {card.items.map(({ id, title, state }) => (
              <li key={id}>
                {title}: {say(`item.${state}`)}
              </li>
            ))}
          </ul>
        </div>
      );
    case "steps":
      return (
        <p className="card-words">{say("card.steps", { at: card.at, of: card.of, title: card.title })}</p>
      );
    case "draft":
      return (
        <div className="card-words">
          <p>{say("card.draft")}</p>
          <p className="words">{card.text}</p>
        </div>
      );
    case "ticket":
      return <p className="card-words">{say("card.ticket", { number: card.number })}</p>;
    case "csat":
      return <p className="card-words">{say("card.ticket", { number: card.ticket })}</p>;
    default:
      return card satisfies never;
  }
}

const known: Record<string, WordKey> = {
  claimed: "notice.claimed",
  released: "notice.released",
  transferred: "notice.transferred",
  resolved: "notice.resolved",
  "lease-ended": "notice.lease-ended",
  "promise-broken": "notice.promise-broken",
  "next-in-line": "notice.next-in-line",
  masked: "notice.masked",
  crisis: "notice.crisis",
  expired: "notice.expired",
  "ask-erase": "notice.ask-erase",
  "ask-withdraw": "notice.ask-withdraw",
  kept: "notice.kept",
  copied: "notice.copied",
  "erase-held": "notice.erase-held",
  erasing: "notice.erasing",
  withdrawn: "notice.withdrawn",
};

/** Renders a system message; null for an unknown one. */
function NoticeLine({ notice, at }: { notice: Notice; at: string }): React.JSX.Element | null {
  const key = known[notice.notice];
  if (key === undefined) return null;
  return (
    <p className="notice">
      {say(key, { name: notice.agent?.name ?? say("noticeSomebody") })}{" "}
      <time dateTime={at}>{timeOfDay(at)}</time>
    </p>
  );
}

function useSpeakerName(entry: LogEntry, speaker: Speaker, names: Record<string, string>): string {
  const me = useKnown((state) => state.me);
  const fromId = entry.activity.from?.id?.replace(/^agent-/, "") ?? "";
  const agent = entryAgent(entry.activity) ?? { id: fromId, name: entry.activity.from?.name ?? "" };
  const isMe = agent.id === me.id;
  const name = agent.name || names[agent.id] || say("otherAgent");
  if (speaker === "note") return isMe ? say("speakerNoteYou") : say("speaker.note", { name });
  if (speaker === "agent") return isMe ? say("speakerYou") : name;
  return speaker === "person" ? say("speaker.person") : say("speaker.bot");
}

/** A message: sender, time and plain text. */
export const LogEntryView = memo(function SaidEntry({
  entry,
  readUpTo,
  agentNames,
}: {
  entry: LogEntry;
  readUpTo: number;
  agentNames: Record<string, string>;
}): React.JSX.Element {
  const speaker = entrySpeaker(entry);
  const name = useSpeakerName(entry, speaker, agentNames);
  const { activity, at, seq } = entry;
  const notice = entryNotice(activity);
  if (notice) return <NoticeLine notice={notice} at={at} />;
  const source = readSource(activity);
  const card = readCard(activity.channelData?.["card"]);
  const buttons = (activity.suggestedActions?.actions ?? []).filter((button) => commandName(button) === null);
  const attached = card ? [] : (activity.attachments ?? []);
  return (
    <article className="entry-said" data-speaker={speaker}>
      <header>
        <strong>{name}</strong>
        <time dateTime={at} title={dayAndTime(at)}>
          {timeOfDay(at)}
        </time>
      </header>
      <div className="bubble">
        {activity.text && (
          <p dir="auto" className="words">
            {activity.text}
          </p>
        )}
        {card && <CardInWords card={card} />}
        {attached.map(({ contentType }) => (
          <p key={contentType} className="attached">
            {say("attachment", { kind: contentType })}
          </p>
        ))}
        {buttons.length > 0 && (
          <p className="offered">
            {say("offeredButtons")} {buttons.map(({ title }) => title).join(" · ")}
          </p>
        )}
      </div>
      {source && (
        <footer>
          <bdi>{say("source", { ...source })}</bdi>
        </footer>
      )}
      {speaker === "agent" && <footer>{say(seq <= readUpTo ? "read" : "delivered")}</footer>}
    </article>
  );
});
