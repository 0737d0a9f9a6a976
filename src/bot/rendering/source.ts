import type { Message } from "../../../dialogs/step.ts";
import { type Guide, shortVersion } from "../../guide/guide.ts";
import type { Activity } from "../../store/records.ts";

/** What an answer is told from: the title of a topic of the guide, and the guide's version in short. */
export interface Source {
  title: string;
  version: string;
}

/** Returns the source of an answer; null for messages that are none, or tell nothing of the guide. */
export function sourceOf(guide: Guide, { requested, topic, passages }: Message): Source | null {
  if (requested !== true || topic === null || passages.length === 0) return null;
  return { title: guide.topic(topic).title, version: shortVersion(guide.version) };
}

/** Returns the source that a rendered message names, or null. */
export const sourceIn = ({ channelData }: Activity): Source | null =>
  (channelData?.["guide"] as { source?: Source } | undefined)?.source ?? null;
