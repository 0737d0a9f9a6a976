import type { Activity } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import type { AgentIds } from "./desk-keys.ts";

/** A member of an object in a JSON text: its name as written, and where its value stands. */
interface Member {
  name: string;
  start: number;
  end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/**
 * The members of the object that begins at `from`, in order, without parsing their values. For texts as JSON.stringify
 * writes them: valid, and without spaces between the tokens.
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

/** Where the string that opens at `quote` closes. */
function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf('"', quote + 1); ; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
}

/** The place after a value: of the comma or bracket that follows it. */
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

/** The desk's own, which Direct Line clients neither need nor get, and what is said below instead. */
const left = new Set(["serviceUrl", "callerId", "recipient", "timestamp", "channelId", "conversation"]);

const roleOf = (from: NonNullable<Activity["from"]>): string =>
  from.role ?? (from.id.startsWith("dl_") ? "user" : "bot");

function senderOf(from: string | undefined): string {
  if (from?.includes('"role":')) return from;
  const sender: NonNullable<Activity["from"]> = from === undefined ? { id: "bot" } : JSON.parse(from);
  return JSON.stringify({ ...sender, role: roleOf(sender) });
}

/** An activity of the log as Direct Line clients see it, as pieces of JSON: most of it passes as it is. */
export function outgoingActivity(
  activity: string,
  { seq, at }: { seq: number; at: string },
  conversationId: string,
): string[] {
  let id = JSON.stringify(`${conversationId}|${String(seq).padStart(7, "0")}`);
  let from: string | undefined;
  const passing: string[] = [];
  const stretch = { start: 1, end: 1 };
  const passOn = (): void => {
    if (stretch.end > stretch.start) passing.push(",", activity.slice(stretch.start, stretch.end));
  };
  for (const { name, start, end } of jsonSlice(activity)) {
    if (name === "id") id = activity.slice(start, end);
    else if (name === "from") from = activity.slice(start, end);
    else if (!left.has(name)) {
      stretch.end = end;
      continue;
    }
    passOn();
    stretch.start = stretch.end = end + 1;
  }
  passOn();
  const conversation = `{"id":${JSON.stringify(conversationId)}}`;
  const head = `{"id":${id},"timestamp":"${at}","channelId":"directline","conversation":${conversation},"from":${senderOf(from)}`;
  return [head, ...passing, "}"];
}

/** A stretch of the log, as pieces of JSON that are ready to be sent. */
interface Page {
  pieces: string[];
  /** seq of the last entry that was looked at */
  watermark: number;
  empty: boolean;
  /** there may be later entries already */
  more: boolean;
}

/** entries that are read first; twice as many each time while they are short */
const fewest = 8;
const mostAtOnce = 128;

/** Reads a watermark as clients send it; anything else than a number means the beginning. */
export const readWatermark = (text: string | null): number =>
  /^\d{1,15}$/.test(text ?? "") ? Number(text) : 0;

/** The answer to a reader: activities, each in pieces, and how far they go. */
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
 * Reads what everybody in the conversation may see after a watermark, until `most` characters are reached or the log ends. The
 * last activity may go beyond. Gives an empty page only at the end of the log.
 */
export async function readPage(
  { store, agentIds }: { store: Pick<Store, "readLogTexts">; agentIds: Pick<AgentIds, "hideIn"> },
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
        outgoingActivity(agentIds.hideIn(activity, conversationId), { seq, at }, conversationId),
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

const begins = /^\{"seq":(\d+),"at":"([^"]+)","audience":"(\w+)","activity":/;

/** An entry's parts; its activity stays text. */
function partsOf(entry: string): { seq: number; at: string; audience: string; activity: string } {
  const [head, seq, at, audience] = begins.exec(entry) as unknown as [string, string, string, string];
  return { seq: Number(seq), at, audience, activity: entry.slice(head.length, -1) };
}
