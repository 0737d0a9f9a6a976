import { hooks } from "botframework-webchat-component";
import { type ReactElement, type ReactNode, useSyncExternalStore } from "react";
import { type Activity, isOwn } from "../../../shared/activity.ts";
import type { CardData } from "../../../shared/card.ts";
import { readSource } from "../../../shared/source.ts";
import { agentIn } from "../agent/agent.ts";
import { Badge } from "../agent/badge.tsx";
import { AdaptiveCard } from "../cards/adaptive-card.tsx";
import { CardView, cardAsWords } from "../cards/card-view.tsx";
import { type FrameWords, filled } from "../messages.ts";
import { useCurrent, useShared, useWord } from "./context.ts";
import { MessageText } from "./message-text.tsx";
import { adaptiveCard, ourCard } from "./rendered.ts";

/** Shows the delivery state of a message: sending, waiting for the connection, or failed. */
function SendState({ activity }: { activity: Activity }) {
  const word = useWord();
  const { parts, refused } = useShared();
  const line = useCurrent(parts.state);
  const focus = hooks.useFocus();
  useSyncExternalStore(refused.watch, refused.version);
  const again = refused.of(activity);
  if (again === null)
    return <p className="send-state">{word(line === "offline" ? "waitingForLine" : "sending")}</p>;
  return (
    <p className="send-state failed" role="alert">
      {word("notSent")}{" "}
      <button
        type="button"
        onClick={() => {
          void focus("sendBoxWithoutKeyboard");
          again();
        }}
      >
        {word("sendAgain")}
      </button>
    </p>
  );
}

interface Attached {
  activity: Activity;
  attachment: { contentType: string; content?: unknown };
}

/** Renders texts and known cards; drops all other attachments. */
export const attachmentMiddleware =
  () =>
  () =>
  (given?: Attached): ReactNode => {
    if (!given?.attachment) return false;
    const { contentType, content } = given.attachment;
    if (contentType === ourCard)
      return <CardView card={content as CardData} messageId={given.activity.id ?? ""} />;
    if (contentType === adaptiveCard) return <AdaptiveCard content={content} />;
    if (typeof content !== "string") return false;
    const agent = agentIn(given.activity);
    return (
      <>
        {agent !== "" && (
          <p className="speaker" dir="auto">
            {agent} <Badge person />
          </p>
        )}
        <MessageText text={content} linked={!isOwn(given.activity)} />
      </>
    );
  };

/** Announces cards to screen readers. */
export const attachmentForScreenReaderMiddleware =
  (words: FrameWords) =>
  () =>
  (next: (given: Attached) => unknown) =>
  (given: Attached): unknown => {
    const { contentType, content } = given.attachment;
    if (contentType === ourCard) return () => <div>{cardAsWords(content as CardData, words)}</div>;
    return contentType === adaptiveCard ? false : next(given);
  };

/** Keeps the direction of a name to itself, within a sentence of another one. */
const isolated = (name: string): string => `\u2068${name}\u2069`;

/** Shows where an answer is told from, and below it what Web Chat shows of its time. */
function SourceLine({ activity, time }: { activity: Activity; time: ReactElement }) {
  const word = useWord();
  const source = readSource(activity);
  if (source === null) return time;
  const { title, version } = source;
  return (
    <div className="under">
      <p className="source">{filled(word("source"), { title: isolated(title), version })}</p>
      {time}
    </div>
  );
}

/** Shows the delivery state of a message, or the source of an answer; Web Chat shows its time. */
export const activityStatusMiddleware =
  () =>
  (next: (given: { activity: Activity }) => ReactElement) =>
  (given: { activity: Activity }): ReactElement => {
    const sent = given.activity.channelData?.["webchat:send-status"] ?? "sent";
    if (sent !== "sent") return <SendState activity={given.activity} />;
    return <SourceLine activity={given.activity} time={next(given)} />;
  };
