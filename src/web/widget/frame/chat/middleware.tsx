import type { ReactElement, ReactNode } from "react";
import { AdaptiveCard } from "../cards/adaptive-card.tsx";
import type { Card } from "../cards/card.ts";
import { CardView, cardAsWords } from "../cards/card-view.tsx";
import { Badge } from "../human/badge.tsx";
import { agentOf } from "../human/who.ts";
import { type Activity, isOwn } from "../line/activity.ts";
import type { FrameWords } from "../words.ts";
import { Said } from "./said.tsx";
import { SendState } from "./send-state.tsx";
import { adaptiveCard, ourCard } from "./shown.ts";

interface Attached {
  activity: Activity;
  attachment: { contentType: string; content?: unknown };
}

/** Draws texts and cards ourselves; nothing else is ever drawn. */
export const attachmentMiddleware =
  () =>
  () =>
  (given?: Attached): ReactNode => {
    if (!given?.attachment) return false;
    const { contentType, content } = given.attachment;
    if (contentType === ourCard)
      return <CardView card={content as Card} messageId={given.activity.id ?? ""} />;
    if (contentType === adaptiveCard) return <AdaptiveCard content={content} />;
    if (typeof content !== "string") return false;
    const agent = agentOf(given.activity);
    return (
      <>
        {agent !== "" && (
          <p className="speaker" dir="auto">
            {agent} <Badge person />
          </p>
        )}
        <Said text={content} linked={!isOwn(given.activity)} />
      </>
    );
  };

/** What a screen reader is told of a card as it comes. */
export const attachmentForScreenReaderMiddleware =
  (words: FrameWords) =>
  () =>
  (next: (given: Attached) => unknown) =>
  (given: Attached): unknown => {
    const { contentType, content } = given.attachment;
    if (contentType === ourCard) return () => <div>{cardAsWords(content as Card, words)}</div>;
    return contentType === adaptiveCard ? false : next(given);
  };

/** Says how far a message of the person got; times are Web Chat's. */
export const activityStatusMiddleware =
  () =>
  (next: (given: { activity: Activity }) => ReactElement) =>
  (given: { activity: Activity }): ReactElement => {
    const sent = given.activity.channelData?.["webchat:send-status"] ?? "sent";
    return sent === "sent" ? next(given) : <SendState activity={given.activity} />;
  };
