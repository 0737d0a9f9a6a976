import type { Activity } from "../store/records.ts";
import { readSubmittedCard } from "./cards/elements.ts";
import type { IncomingActivity } from "./incoming-activity.ts";

/** Returns the person's id: the Entra id where known, because operators can look it up. */
export const personOf = ({ from }: IncomingActivity): string => from.aadObjectId ?? from.id;

const mentionsOf = ({ entities, recipient }: IncomingActivity): IncomingActivity["entities"] =>
  entities.filter(({ type, mentioned }) => type === "mention" && mentioned?.id === recipient.id);

/**
 * Returns whether a message is for the desk: all in a personal chat; elsewhere mentions and button presses.
 */
export const isToDesk = (activity: IncomingActivity): boolean =>
  (activity.conversation.conversationType ?? "personal") === "personal" ||
  mentionsOf(activity).length > 0 ||
  readSubmittedCard(activity) !== null;

/** Mention markup of Teams. */
const mentioned = /<at>([^<]*)<\/at>/g;

/** Returns the text without mentions of the bot; other mentions become plain names. */
export function wordsOf(activity: IncomingActivity): string | undefined {
  const mentions = mentionsOf(activity).map(({ text }) => text ?? "");
  return mentions
    .reduce((text, mention) => text?.replace(mention, " "), activity.text)
    ?.replace(mentioned, "$1")
    .replaceAll("&nbsp;", " ")
    .trim();
}

/** Converts a person's message or button press for the log. */
export function toActivity(activity: IncomingActivity): Activity {
  const { id, channelId, locale, localTimezone } = activity;
  const pressed = readSubmittedCard(activity);
  const text = pressed ? pressed.title : wordsOf(activity);
  return {
    type: "message",
    ...(id === undefined ? {} : { id }),
    from: { id: personOf(activity), role: "user" },
    channelId,
    ...(text === undefined ? {} : { text, textFormat: "plain" }),
    ...(locale === undefined ? {} : { locale }),
    ...(localTimezone === undefined ? {} : { localTimezone }),
    ...(pressed ? { value: pressed.value } : {}),
  };
}

/** Converts an edit or deletion of a message for the log. */
export function toEditEvent(activity: IncomingActivity): Activity {
  const { type, id, channelId } = activity;
  const text = type === "messageUpdate" ? wordsOf(activity) : undefined;
  return {
    type,
    from: { id: personOf(activity), role: "user" },
    channelId,
    ...(text === undefined ? {} : { text, textFormat: "plain" }),
    channelData: { changes: id ?? null },
  };
}

/** Returns whether a file is attached. Teams adds an HTML copy of each text, which does not count. */
export const hasFile = ({ attachments = [] }: IncomingActivity): boolean =>
  attachments.some(({ contentType }) => contentType !== "text/html");
