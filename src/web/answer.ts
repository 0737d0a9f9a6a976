import { randomUUID } from "node:crypto";
import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from "node:http";
import { countedAs } from "./address.ts";
import type { Log } from "./log.ts";
import { type RefusalCode, type RefusalWords, statusOf } from "./refusals.ts";
import { byNetwork } from "./sampled-log.ts";

/** A request that is not served, which property of its body is wrong, in how many seconds it may be tried again, and who stands in its way. */
export interface Refused {
  refused: RefusalCode;
  name?: string;
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

/** The headers that every answer but a file carries. */
const guarded = Object.entries({
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}).flat();

/** A refusal as it is sent: fixed words and an id under which the log has the event. */
export interface RefusalText {
  type: "application/json" | "application/problem+json";
  json: string;
}

/** Whoever uses the API under /api/ gets problem details (RFC 9457), everybody else what Direct Line clients know. */
export function refusalText(
  words: RefusalWords,
  log: Log,
  { refused: code, name, by }: Refused,
  req: IncomingMessage,
  route: string,
): RefusalText {
  const id = randomUUID();
  const status = statusOf(code);
  log.info({ id, code, status, route, [byNetwork]: countedAs(req) ?? undefined }, "refused");
  const which = name === undefined ? "" : ` ${words.which.replace("{name}", () => name)}`;
  const message = `${words[code]}${which}`;
  if (!req.url?.startsWith("/api/"))
    return { type: "application/json", json: JSON.stringify({ error: { code, message, id } }) };
  const problem = {
    type: "about:blank",
    title: STATUS_CODES[status],
    status,
    detail: message,
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
  extra: readonly string[] = [],
  type = "application/json; charset=utf-8",
): void {
  if (res.headersSent || res.destroyed) return;
  if ("json" in answer) {
    const length = String(Buffer.byteLength(answer.json));
    res.writeHead(answer.status, ["content-type", type, ...guarded, "content-length", length, ...extra]);
    res.end(answer.json);
  } else if ("file" in answer) {
    res.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.file) });
    res.end(answer.file);
  } else {
    res.writeHead(answer.status, [...guarded, ...Object.entries(answer.headers ?? {}).flat()] as string[]);
    res.end();
  }
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
    refusal.retryAfter === undefined ? [] : ["retry-after", retryAfter(refusal.retryAfter, desk.now())];
  send(res, { status: statusOf(refusal.refused), json }, wait, `${type}; charset=utf-8`);
}
