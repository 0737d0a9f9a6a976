import type { Activity } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import type { AgentIds } from "./desk-keys.ts";

/** Position of an object member in a JSON text: its name, and the range of its value. */
interface Member {
  name: string;
  start: number;
  end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/**
 * Scans the members of the object at `from` without parsing their values. Expects the output of JSON.stringify: valid,
 * and without white space between tokens.
 */
export function jsonSlice(text: string, from = 0): Member[] {
  const members: Member[] = [];
  for (let at = from + 1; text.charCodeAt(at) === QUOTE; ) {
    const closing = endOfString(text, at);
    const start = closing + 2;
    const end = endOfValue(text, start);
    members.push({ name: text.slice(at + 1, closing), start, end });
    if (text.charCodeAt(end) !== COMMA) break;
    at = end + 1;
  }
  return members;
}

/** Returns the position of the closing quote of a string. */
function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); ; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
}

/** Returns the position after a value: its comma or closing bracket. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (code === COMMA && depth === 0) return at;
  }
}

/**
 * Internal members that Direct Line clients do not receive, and members that are written separately below.
 */
const internalMembers = new Set([
  "serviceUrl",
  "callerId",
  "recipient",
  "timestamp",
  "channelId",
  "conversation",
]);

const roleOf = (from: NonNullable<Activity["from"]>): string =>
  from.role ?? (from.id.startsWith("dl_") ? "user" : "bot");

function senderOf(from: string | undefined): string {
  if (from?.includes('"role":')) return from;
  const sender: NonNullable<Activity["from"]> = from === undefined ? { id: "bot" } : JSON.parse(from);
  return JSON.stringify({ ...sender, role: roleOf(sender) });
}

/**
 * Converts a logged activity for Direct Line clients, as pieces of JSON. Most members are copied unparsed.
 */
export function outgoingActivity(
  activity: string,
  { seq, at }: { seq: number; at: string },
  conversationId: string,
): string[] {
  let id = JSON.stringify(`${conversationId}|${String(seq).padStart(7, "0")}`);
  let from: string | undefined;
  const parts: string[] = [];
  const range = { start: 1, end: 1 };
  const copyRange = (): void => {
    if (range.end > range.start) parts.push(",", activity.slice(range.start, range.end));
  };
  for (const { name, start, end } of jsonSlice(activity)) {
    if (name === "id") id = activity.slice(start, end);
    else if (name === "from") from = activity.slice(start, end);
    else if (!internalMembers.has(name)) {
      range.end = end;
      continue;
    }
    copyRange();
    range.start = range.end = end + 1;
  }
  copyRange();
  const conversation = `{"id":${JSON.stringify(conversationId)}}`;
  const head = `{"id":${id},"timestamp":"${at}","channelId":"directline","conversation":${conversation},"from":${senderOf(from)}`;
  return [head, ...parts, "}"];
}

/** A page of the log as pieces of JSON. */
interface Page {
  pieces: string[];
  /** sequence number of the last entry read */
  watermark: number;
  empty: boolean;
  /** whether later entries may exist */
  more: boolean;
}

/** size of the first read; doubled while entries are short */
const fewest = 8;
const mostAtOnce = 128;

/** Parses a client's watermark; anything but a number means the beginning. */
export const readWatermark = (text: string | null): number =>
  /^\d{1,15}$/.test(text ?? "") ? Number(text) : 0;

/** Makes the response body: activities in pieces, and the watermark. */
export function pageOf(activities: readonly (readonly string[])[], watermark: number): string[] {
  const pieces = ['{"activities":['];
  for (const activity of activities) {
    if (pieces.length > 1) pieces.push(",");
    pieces.push(...activity);
  }
  pieces.push(`],"watermark":"${watermark}"}`);
  return pieces;
}

/**
 * Reads the public entries after a watermark, until `most` characters are reached or the log ends. The last activity may
 * exceed the limit. Returns an empty page only at the end of the log.
 */
export async function readPage(
  { store, agentIds }: { store: Pick<Store, "readLogTexts">; agentIds: Pick<AgentIds, "pseudonymizeJson"> },
  conversationId: string,
  after: number,
  most: number,
): Promise<Page> {
  const activities: string[][] = [];
  let watermark = after;
  let size = 0;
  for (let limit = fewest; ; limit = Math.min(2 * limit, mostAtOnce)) {
    const entries = await store.readLogTexts(conversationId, { after: watermark, limit });
    for (const entry of entries) {
      const { seq, at, audience, activity } = partsOf(entry);
      watermark = seq;
      if (audience !== "everyone") continue;
      activities.push(
        outgoingActivity(agentIds.pseudonymizeJson(activity, conversationId), { seq, at }, conversationId),
      );
      size += activity.length;
      if (size >= most) return { pieces: pageOf(activities, watermark), watermark, empty: false, more: true };
    }
    if (entries.length < limit) {
      const empty = activities.length === 0;
      return { pieces: pageOf(activities, watermark), watermark, empty, more: false };
    }
  }
}

const entryHead = /^\{"seq":(\d+),"at":"([^"]+)","audience":"(\w+)","activity":/;

/** Splits a log entry without parsing its activity. */
function partsOf(entry: string): { seq: number; at: string; audience: string; activity: string } {
  const [head, seq, at, audience] = entryHead.exec(entry) as unknown as [string, string, string, string];
  return { seq: Number(seq), at, audience, activity: entry.slice(head.length, -1) };
}
