import type { Activity } from "./activity.ts";

/** What an answer is told from: the title of a topic of the guide, and the guide's version in short. */
export interface Source {
  title: string;
  version: string;
}

/** Parses `channelData.guide.source`; null where a message names none. */
export function readSource({ channelData }: Activity): Source | null {
  const guide = channelData?.["guide"] as { source?: Partial<Source> | null } | null | undefined;
  const { title, version } = guide?.source ?? {};
  return typeof title === "string" && typeof version === "string" ? { title, version } : null;
}
