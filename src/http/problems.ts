import { randomUUID } from "node:crypto";
import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from "node:http";
import { z } from "zod";
import { readSettingsFile } from "../runtime/json-file.ts";
import type { Log } from "../runtime/log.ts";
import { countedAs } from "./client-address.ts";
import { byNetwork } from "./log-sampling.ts";

/** HTTP status of each problem code. */
const statuses = {
  "bad-request": 400,
  "bad-json": 400,
  "too-deep": 400,
  "too-wide": 400,
  "bad-activity": 400,
  "unknown-name": 400,
  "unusable-value": 400,
  "bad-user-id": 400,
  "bad-host": 400,
  "bad-link": 400,
  "weak-password": 400,
  "unknown-team": 400,
  "bad-address": 400,
  "bad-proof": 400,
  "no-token": 401,
  "not-signed-in": 401,
  "wrong-sign-in": 401,
  "code-needed": 401,
  "wrong-code": 401,
  "bad-microsoft-token": 401,
  "not-yours": 403,
  "not-allowed": 403,
  "not-linked": 403,
  "step-up": 403,
  "code-setup": 403,
  "no-csrf": 403,
  "foreign-token": 403,
  "bad-user-token": 403,
  "foreign-origin": 403,
  "plain-http": 403,
  gone: 404,
  "not-found": 404,
  "unknown-ticket": 404,
  "unknown-agent": 404,
  "unknown-session": 404,
  "unknown-link": 404,
  "unknown-device": 404,
  "unknown-key": 404,
  "no-person": 404,
  "unknown-act": 404,
  "wrong-method": 405,
  taken: 409,
  closed: 409,
  "not-waiting": 409,
  "no-address": 409,
  "account-exists": 409,
  "last-owner": 409,
  "entra-linked": 409,
  "identity-linked": 409,
  "no-password": 409,
  "code-required": 409,
  "link-used": 410,
  "too-large": 413,
  "wrong-type": 415,
  encoded: 415,
  "no-uploads": 415,
  "too-fast": 429,
  "locked-out": 429,
  "too-many-sockets": 429,
  busy: 429,
  trouble: 500,
  "cannot-store": 503,
  "no-room": 503,
} as const;

export type ProblemCode = keyof typeof statuses;

const Sentence = z.string().trim().min(1);

const Words = z.strictObject({
  ...(Object.fromEntries(Object.keys(statuses).map((code) => [code, Sentence])) as Record<
    ProblemCode,
    z.ZodString
  >),
  /** appended when a problem concerns one property */
  which: Sentence.includes("{name}"),
});
export type ProblemMessages = z.infer<typeof Words>;

/** Returns the HTTP status of a problem code. */
export const statusOf = (code: ProblemCode): number => statuses[code];

/** Loads the message of each problem code. Throws a DataFileError. */
export const loadProblemMessages = (file: string): ProblemMessages => readSettingsFile(file, Words);

/**
 * A refused request: the code, the wrong property, seconds until a retry makes sense, and the agent in the
 * way.
 */
export interface ProblemResponse {
  refused: ProblemCode;
  name?: string;
  retryAfter?: number;
  by?: { id: string; name: string };
}

/** Response of a route: serialized JSON, no content, a file with its headers, or a problem. */
export type HttpResponse =
  | { status: number; json: string }
  | { status: 204; headers?: OutgoingHttpHeaders }
  | { status: number; file: string; headers: OutgoingHttpHeaders }
  | ProblemResponse;

export const ok = (value: unknown): HttpResponse => ({ status: 200, json: JSON.stringify(value) });

/** Headers of every response except files. */
const guarded = Object.entries({
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}).flat();

/** Serialized problem with an id under which the event is logged. */
interface ProblemText {
  type: "application/json" | "application/problem+json";
  json: string;
}

/** Serializes a problem: problem details (RFC 9457) under /api/, the Direct Line error format elsewhere. */
export function problemText(
  words: ProblemMessages,
  log: Log,
  { refused: code, name, by }: ProblemResponse,
  req: IncomingMessage,
  route: string,
): ProblemText {
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

/** Formats a delay as an HTTP date, the only form that the Direct Line client parses. */
export const retryAfter = (seconds: number, now: number): string =>
  new Date(now + Math.ceil(seconds) * 1000 + 999).toUTCString();

/** Writes a response. */
export function send(
  res: ServerResponse,
  answer: Exclude<HttpResponse, ProblemResponse>,
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

/** Writes a problem, with Retry-After when a retry makes sense. */
export function sendProblem(
  res: ServerResponse,
  refusal: ProblemResponse,
  route: string,
  desk: { words: ProblemMessages; log: Log; now: () => number },
): void {
  const { type, json } = problemText(desk.words, desk.log, refusal, res.req, route);
  const wait =
    refusal.retryAfter === undefined ? [] : ["retry-after", retryAfter(refusal.retryAfter, desk.now())];
  send(res, { status: statusOf(refusal.refused), json }, wait, `${type}; charset=utf-8`);
}
