import { randomUUID } from "node:crypto";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Log } from "./log.ts";
import { type RefusalCode, type RefusalWords, statusOf } from "./refusals.ts";

/** A request that is not served, and in how many seconds it may be tried again. */
export interface Refused {
  refused: RefusalCode;
  retryAfter?: number;
}

/** What a route gives back: JSON that is already written, a file with all its headers, or why not. */
export type Answer =
  | { status: number; json: string }
  | { status: number; file: string; headers: OutgoingHttpHeaders }
  | Refused;

export const ok = (value: unknown): Answer => ({ status: 200, json: JSON.stringify(value) });

/** The headers that every JSON answer carries. */
const guarded = Object.entries({
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}).flat();

/** The JSON of a refusal: fixed words and an id under which the log has the event. */
export function refusalBody(words: RefusalWords, log: Log, { refused }: Refused, route: string): string {
  const id = randomUUID();
  log.info({ id, code: refused, status: statusOf(refused), route }, "refused");
  return JSON.stringify({ error: { code: refused, message: words[refused], id } });
}

/** The time to wait as an HTTP date, the only form that the Direct Line client does not swallow. */
export const retryAfter = (seconds: number, now: number): string =>
  new Date(now + Math.ceil(seconds) * 1000 + 999).toUTCString();

/** Writes an answer. */
export function send(
  res: ServerResponse,
  answer: Exclude<Answer, Refused>,
  extra: readonly string[] = [],
): void {
  if (res.headersSent || res.destroyed) return;
  if ("json" in answer) {
    const length = String(Buffer.byteLength(answer.json));
    res.writeHead(answer.status, [...guarded, "content-length", length, ...extra]);
    res.end(answer.json);
  } else {
    res.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.file) });
    res.end(answer.file);
  }
}

/** Writes a refusal, with Retry-After where waiting helps. */
export function refuse(
  res: ServerResponse,
  refusal: Refused,
  route: string,
  desk: { words: RefusalWords; log: Log; now: () => number },
): void {
  const json = refusalBody(desk.words, desk.log, refusal, route);
  const wait =
    refusal.retryAfter === undefined ? [] : ["retry-after", retryAfter(refusal.retryAfter, desk.now())];
  send(res, { status: statusOf(refusal.refused), json }, wait);
}
