import { z } from "zod";
import type { LogEntry } from "../store/records.ts";

/** Why typed words got no answer of their own: not understood, not covered by the guide, no matter of the desk. */
export const Unanswered = z.enum(["unsure", "not_in_guide", "oos"]);
export type Unanswered = z.infer<typeof Unanswered>;

/** What the desk's people are shown of how typed words were heard. `score` is 0 to 1; the others are best first. */
export const Heard = z.object({
  as: z.enum(["choice", "moment", "email", "text", "command", "topic", "which", "unsure", "distress"]),
  topic: z.string().nullable(),
  score: z.number(),
  others: z.array(z.object({ topic: z.string(), score: z.number() })),
  unanswered: Unanswered.nullable(),
});
export type Heard = z.infer<typeof Heard>;

/** The name of the event that carries it in the log, beside the message it replies to. */
export const HEARD = "heard";

/** What was heard, when this entry of a log tells it. */
export const heardIn = ({ audience, activity }: LogEntry): Heard | undefined =>
  audience === "desk" && activity.type === "event" && activity.name === HEARD
    ? Heard.safeParse(activity.value).data
    : undefined;
