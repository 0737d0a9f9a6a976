import type { Activity } from "../store/records.ts";
import { readSubmittedCard } from "./cards/elements.ts";
import type { IncomingActivity } from "./incoming-activity.ts";

/** The person's id: the one in Entra where the channel knows it, for that is the one which an operator can look up. */
export const personOf = ({ from }: IncomingActivity): string => from.aadObjectId ?? from.id;

const mentionsOf = ({ entities, recipient }: IncomingActivity): IncomingActivity["entities"] =>
  entities.filter(({ type, mentioned }) => type === "mention" && mentioned?.id === recipient.id);

/** Tells whether something is said to the desk: everything in a personal chat; elsewhere what mentions it, and its buttons. */
export const isToDesk = (activity: IncomingActivity): boolean =>
  (activity.conversation.conversationType ?? "personal") === "personal" ||
  mentionsOf(activity).length > 0 ||
  readSubmittedCard(activity) !== null;

/** How Teams writes a mention. */
const mentioned = /<at>([^<]*)<\/at>/g;

/** The words without the mention of the desk; others who are mentioned stay by their names. */
export function wordsOf(activity: IncomingActivity): string | undefined {
  const mentions = mentionsOf(activity).map(({ text }) => text ?? "");
  return mentions
    .reduce((text, mention) => text?.replace(mention, " "), activity.text)
    ?.replace(mentioned, "$1")
    .replaceAll("&nbsp;", " ")
    .trim();
}

/** What a person said or pressed, as the log keeps it. */
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

/** That a person changed or took back something that they had said, as the log keeps it beside what was said first. */
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

/** Teams sends each text a second time as HTML; everything else that is attached is something to be taken in. */
export const hasFile = ({ attachments = [] }: IncomingActivity): boolean =>
  attachments.some(({ contentType }) => contentType !== "text/html");
