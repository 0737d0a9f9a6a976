import { memo } from "react";
import { readCard } from "../../../widget/frame/cards/card.ts";
import { commandName } from "../../../widget/frame/chat/commands.ts";
import { useKnown } from "../desk/desk-context.tsx";
import { agentOf, noticeOf, type Speaker, speakerOf } from "../desk/speaker.ts";
import type { LogEntry } from "../wire/shapes.ts";
import { dayAndTime, timeOfDay } from "../words/times.ts";
import { say } from "../words/words.ts";
import { CardInWords } from "./card-in-words.tsx";
import { NoticeLine } from "./notice-line.tsx";

function useSpeakerName(entry: LogEntry, speaker: Speaker, names: Record<string, string>): string {
  const me = useKnown((state) => state.me);
  const fromId = entry.activity.from?.id?.replace(/^agent-/, "") ?? "";
  const agent = agentOf(entry.activity) ?? { id: fromId, name: entry.activity.from?.name ?? "" };
  const isMe = agent.id === me.id;
  const name = agent.name || names[agent.id] || say("otherAgent");
  if (speaker === "note") return isMe ? say("speakerNoteYou") : say("speaker.note", { name });
  if (speaker === "agent") return isMe ? say("speakerYou") : name;
  return speaker === "person" ? say("speaker.person") : say("speaker.bot");
}

/** What somebody said: who, when, and the words as words. */
export const SaidEntry = memo(function SaidEntry({
  entry,
  readUpTo,
  agentNames,
}: {
  entry: LogEntry;
  readUpTo: number;
  agentNames: Record<string, string>;
}): React.JSX.Element {
  const speaker = speakerOf(entry);
  const name = useSpeakerName(entry, speaker, agentNames);
  const { activity, at, seq } = entry;
  const notice = noticeOf(activity);
  if (notice) return <NoticeLine notice={notice} at={at} />;
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
      {speaker === "agent" && <footer>{say(seq <= readUpTo ? "read" : "delivered")}</footer>}
    </article>
  );
});
