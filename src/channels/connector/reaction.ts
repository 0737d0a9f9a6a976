import { z } from "zod";
import type { Rating } from "../../store/records.ts";
import type { Arrived } from "./arrived.ts";

const Reacted = z.object({ reactionsAdded: z.array(z.object({ type: z.string() })).catch([]) });

/** Teams' names: `like` of old, and emoji such as `1f44d_thumbsup-tone2` since all of them may be used. */
const up = /^like$|thumbsup/;
const down = /^dislike$|thumbsdown/;

/** What a person put under a message, by Teams' names. */
export const reactionsOf = (activity: Arrived): string[] =>
  Reacted.parse(activity).reactionsAdded.map(({ type }) => type);

/** The rating that a thumb under an answer is; null for any other reaction. A later thumb under the same answer takes its place. */
export function ratingOf(activity: Arrived, talk: string, at: string): Rating | null {
  const reactions = reactionsOf(activity);
  const solved = reactions.some((type) => up.test(type))
    ? "yes"
    : reactions.some((type) => down.test(type))
      ? "no"
      : null;
  if (solved === null) return null;
  return { id: `${talk}-${activity.replyToId ?? ""}`, conversationId: talk, at, solved, comment: null };
}
