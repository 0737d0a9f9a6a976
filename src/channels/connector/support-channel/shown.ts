import type { Phrases } from "../../../guide/phrases.ts";
import { hideContacts } from "../../../search/hide-contacts.ts";
import { senderKind } from "../../../search/sender.ts";
import type { Activity } from "../../../store/activity.ts";
import type { LogEntry } from "../../../store/records.ts";

/** What marks an agent's words that stand in the thread already, because they were written there: the id they have in it. */
export const writtenInThread = (id: string): Record<string, unknown> => ({ thread: id });

const isNote = ({ channelData }: Activity): boolean => channelData?.["note"] === true;

const saidBy = ({ from }: Activity): string => from?.name ?? "";

/** How an entry of a talk's log reads in its thread; null for what is not shown there. Addresses and numbers of people stay in the console. */
export function shownAs({ audience, activity }: LogEntry, words: Phrases): string | null {
  const { type, text = "", channelData } = activity;
  if (type !== "message" || text.trim() === "" || channelData?.["thread"] !== undefined) return null;
  if (audience === "desk")
    return isNote(activity) ? words("support-channel.note", { name: saidBy(activity), text }) : null;
  const kind = senderKind(activity);
  return kind === "agent"
    ? words("support-channel.agent", { name: saidBy(activity), text })
    : words(`support-channel.${kind}`, { text: hideContacts(text) });
}
