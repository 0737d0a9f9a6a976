import { checkActivity, checkMoment } from "../guard.ts";
import type { LogEntry } from "../records.ts";
import type { Change } from "./change.ts";

/** The change that appends this entry to its conversation. */
export function appendChange(
  conversation: string,
  { seq, at, audience, activity }: LogEntry,
  delivery: { keys: readonly string[]; awaits: boolean },
): Change {
  checkMoment(at);
  checkActivity(activity);
  const entry = JSON.stringify({ seq, at, audience, activity });
  return { do: "append", conversation, seq, at, keys: [...delivery.keys], awaits: delivery.awaits, entry };
}
