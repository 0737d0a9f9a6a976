import { readButton } from "../../dialogs/button.ts";
import type { Activity } from "../store/activity.ts";

/** Of one field of an activity, as JSON in UTF-8, unless `data/limits.json` says otherwise. */
export const FIELD_BYTES = 2048;

/** What says who said what, where and when; it is small, and the text has a limit of its own. */
const own = new Set(["type", "id", "from", "conversation", "channelId", "text"]);

/** Events that the desk itself writes down for a channel. */
const knownEvents: ReadonlySet<string | undefined> = new Set(["file.refused"]);

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? "");

/** A button of ours may be longer, for the draft that its card carries. */
const mayBeLong = (name: string, value: unknown): boolean => name === "value" && readButton(value) !== null;

/** bytes that one character of a string takes in JSON at most */
const widest = 6;

/** Whether a field is longer than `most` bytes as JSON, and no button of ours. */
export function isOverlong(name: string, value: unknown, most: number): boolean {
  if (typeof value === "string" && widest * value.length + 2 <= most) return false;
  return bytesOf(value) > most && !mayBeLong(name, value);
}

/** What is kept of an event that nobody here knows: that it was there, and what its sender tells it by. */
const anyEvent = new Set([...own, "name", "locale", "channelData"]);

/**
 * An activity with no more than what was asked for: overlong fields are left out, also when many small ones the desk does
 * not know are too long together, and of an event that nobody knows its name is kept.
 */
export function bounded(activity: Activity, most: number): Activity {
  const isUnknown = activity.type === "event" && !knownEvents.has(activity.name);
  let left = 2 * most;
  const fits = ([name, value]: [string, unknown]): boolean => {
    if (isUnknown && (name === "text" || !anyEvent.has(name))) return false;
    if (own.has(name)) return true;
    const bytes = bytesOf(value);
    if (bytes > most) return mayBeLong(name, value);
    if (name === "value") return true;
    const size = Buffer.byteLength(name) + bytes;
    if (size > left) return false;
    left -= size;
    return true;
  };
  const fields = Object.entries(activity);
  const kept = fields.filter(fits);
  return kept.length === fields.length ? activity : (Object.fromEntries(kept) as Activity);
}
