import { randomUUID } from "node:crypto";
import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from "node:http";
import type { Log } from "./log.ts";
import { type RefusalCode, type RefusalWords, statusOf } from "./refusals.ts";

/** A request that is not served, in how many seconds it may be tried again, and who stands in its way. */
export interface Refused {
  refused: RefusalCode;
  retryAfter?: number;
  by?: { id: string; name: string };
}

/** What a route gives back: JSON that is already written, a file with all its headers, nothing, or why not. */
export type Answer =
  | { status: number; json: string }
  | { status: 204; headers?: OutgoingHttpHeaders }
  | { status: number; file: string; headers: OutgoingHttpHeaders }
  | Refused;

export const ok = (value: unknown): Answer => ({ status: 200, json: JSON.stringify(value) });

/** The headers that every JSON answer carries. */
const guarded: OutgoingHttpHeaders = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

/** The JSON of a refusal: fixed words and an id under which the log has the event. */
export interface RefusalText {
  type: "application/json" | "application/problem+json";
  json: string;
}

/** Whoever uses the API under /api/ gets problem details (RFC 9457), everybody else what Direct Line clients know. */
export function refusalText(
  words: RefusalWords,
  log: Log,
  { refused: code, by }: Refused,
  { url = "" }: Pick<IncomingMessage, "url">,
  route: string,
): RefusalText {
  const id = randomUUID();
  const status = statusOf(code);
  log.info({ id, code, status, route }, "refused");
  if (!url.startsWith("/api/"))
    return { type: "application/json", json: JSON.stringify({ error: { code, message: words[code], id } }) };
  const problem = {
    type: "about:blank",
    title: STATUS_CODES[status],
    status,
    detail: words[code],
    instance: `urn:uuid:${id}`,
    code,
    by,
  };
  return { type: "application/problem+json", json: JSON.stringify(problem) };
}

/** The time to wait as an HTTP date, the only form that the Direct Line client does not swallow. */
export const retryAfter = (seconds: number, now: number): string =>
  new Date(now + Math.ceil(seconds) * 1000 + 999).toUTCString();

/** Writes an answer. */
export function send(
  res: ServerResponse,
  answer: Exclude<Answer, Refused>,
  extra?: OutgoingHttpHeaders,
): void {
  if (res.headersSent || res.destroyed) return;
  if (!("json" in answer || "file" in answer)) {
    const { "content-type": _, ...headers } = guarded;
    res.writeHead(answer.status, { ...headers, ...answer.headers });
    res.end();
    return;
  }
  const [body, headers] = "json" in answer ? [answer.json, guarded] : [answer.file, answer.headers];
  res.writeHead(answer.status, { ...headers, "content-length": Buffer.byteLength(body), ...extra });
  res.end(body);
}

/** Writes a refusal, with Retry-After where waiting helps. */
export function refuse(
  res: ServerResponse,
  refusal: Refused,
  route: string,
  desk: { words: RefusalWords; log: Log; now: () => number },
): void {
  const { type, json } = refusalText(desk.words, desk.log, refusal, res.req, route);
  const wait =
    refusal.retryAfter === undefined ? {} : { "retry-after": retryAfter(refusal.retryAfter, desk.now()) };
  send(
    res,
    { status: statusOf(refusal.refused), json },
    { ...wait, "content-type": `${type}; charset=utf-8` },
  );
}
