import type { Activity } from "../store/records.ts";
import { readButton } from "./rendering/buttons.ts";

/** Of one field of an activity, as JSON in UTF-8, unless `data/limits.json` says otherwise. */
export const FIELD_BYTES = 2048;

/** What says who said what, where and when; it is small, and the text has a limit of its own. */
const own = new Set(["type", "id", "from", "conversation", "channelId", "text"]);

/** Events that the desk itself writes down for a channel. */
const knownEvents: ReadonlySet<string | undefined> = new Set(["file.refused"]);

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? "");

/** bytes that one character of a string takes in JSON at most, and a number, with what stands round it */
const widest = 6;
const scalar = 32;

/** Returns an upper bound of the bytes that a value takes as JSON, without serializing it. */
function bytesAtMost(value: unknown): number {
  if (typeof value === "string") return widest * value.length + 3;
  if (typeof value !== "object" || value === null) return scalar;
  let bytes = 3;
  for (const [name, one] of Object.entries(value)) bytes += widest * name.length + 4 + bytesAtMost(one);
  return bytes;
}

/** Reports whether a field may exceed the limit: a button of ours may, for the draft that its card carries. */
const mayBeOversized = (name: string, value: unknown): boolean =>
  name === "value" && readButton(value) !== null;

/** Reports whether a field is longer than `most` bytes as JSON, and is no button of ours. */
export const isOversized = (name: string, value: unknown, most: number): boolean =>
  bytesAtMost(value) > most && bytesOf(value) > most && !mayBeOversized(name, value);

/** What is kept of an event that nobody here knows: that it was there, and what its sender tells it by. */
const anyEvent = new Set([...own, "name", "locale", "channelData"]);

/** Reports whether all fields but those in `own` certainly take `most` bytes as JSON at most. */
function isSmall(activity: Activity, most: number): boolean {
  let bytes = 0;
  for (const [name, value] of Object.entries(activity))
    if (!own.has(name)) bytes += widest * name.length + bytesAtMost(value);
  return bytes <= most;
}

/**
 * Removes overlong fields from an activity. Small ones that the desk does not know are removed too once they exceed
 * twice `most` bytes together. An unknown event keeps no text.
 */
export function withoutOversizedFields(activity: Activity, most: number): Activity {
  const isUnknown = activity.type === "event" && !knownEvents.has(activity.name);
  if (!isUnknown && isSmall(activity, most)) return activity;
  let left = 2 * most;
  const fits = ([name, value]: [string, unknown]): boolean => {
    if (isUnknown && (name === "text" || !anyEvent.has(name))) return false;
    if (own.has(name)) return true;
    const bytes = bytesOf(value);
    if (bytes > most) return mayBeOversized(name, value);
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
