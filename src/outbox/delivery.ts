import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { OutboxEntry } from "../store/records.ts";

/** What became of one attempt to send something. */
export type DeliveryResult =
  | { kind: "sent" }
  /** nothing has arrived, or the receiver said to come again; `afterMs` is how long it asks to wait */
  | { kind: "again"; reason: string; afterMs?: number }
  /** it must not be sent yet: it waits at the head of its lane, and is looked at again */
  | { kind: "held"; reason: string }
  /** it may have arrived or not: sending again could double it */
  | { kind: "unconfirmed"; reason: string }
  /** it will never be taken */
  | { kind: "refused"; reason: string };

/** Sends entries of one kind. It never throws for what a receiver does. */
export type Sender = (entry: OutboxEntry) => Promise<DeliveryResult>;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_ASKED_MS = 3_600_000;

/** How many attempts an entry gets before it is parked. */
export const TRIES = 8;

/** How long to wait after attempt number `attempt` (from 1): doubling, up to a minute, or for as long as the receiver asks, up to an hour. */
export const pauseAfter = (attempt: number, asked: number | undefined): number =>
  Math.max(
    Math.min(LONGEST_ASKED_MS, asked ?? 0),
    Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)),
  );

/** Statuses after which a receiver is documented to want the same request again (the Bot Connector's own list). */
const AGAIN = new Set([412, 429, 502, 503, 504]);

/** Errors that come before anything was sent, so that sending again cannot double it. */
const NOTHING_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Whether a failed request certainly sent nothing, by the code of its error. */
export const nothingSent = (code: string | undefined): boolean => NOTHING_SENT.has(code ?? "");

/** `Retry-After` in milliseconds, from seconds or an HTTP date (RFC 9110, section 10.2.3). */
function retryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** What an HTTP answer means for what was sent: a 500 may hide that it was taken, so it is not sent again. */
export function deliveryOf(status: number, retryAfterHeader: string | undefined, now: Date): DeliveryResult {
  if (status >= 200 && status < 300) return { kind: "sent" };
  const reason = `answered ${status}`;
  if (AGAIN.has(status)) {
    const afterMs = retryAfter(retryAfterHeader, now);
    return { kind: "again", reason, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  return status >= 500 ? { kind: "unconfirmed", reason } : { kind: "refused", reason };
}

function send(
  url: URL,
  entry: OutboxEntry,
  agent: PlainAgent | TlsAgent,
  timeoutMs: number,
): Promise<DeliveryResult> {
  const body = JSON.stringify(entry.payload);
  const request = url.protocol === "https:" ? tlsRequest : plainRequest;
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: "POST",
      agent,
      timeout: timeoutMs,
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "idempotency-key": entry.id,
      },
    });
    outgoing.on("response", (answer) => {
      answer.resume();
      answer.on("end", () =>
        resolve(deliveryOf(answer.statusCode ?? 500, answer.headers["retry-after"], new Date())),
      );
      answer.on("error", () => resolve({ kind: "unconfirmed", reason: "the answer broke off" }));
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in time")));
    outgoing.on("error", (error: NodeJS.ErrnoException) =>
      resolve(
        nothingSent(error.code)
          ? { kind: "again", reason: error.code ?? error.message }
          : { kind: "unconfirmed", reason: error.code ?? error.message },
      ),
    );
    outgoing.end(body);
  });
}

/**
 * Posts payloads as JSON to one URL over kept-alive connections, each under its entry's id as `Idempotency-Key`
 * (draft-ietf-httpapi-idempotency-key-header). `timeoutMs` without an answer counts as unconfirmed.
 */
export function webhook(url: string, timeoutMs = 10_000): Sender & { close(): void } {
  const target = new URL(url);
  const Agent = target.protocol === "https:" ? TlsAgent : PlainAgent;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const sender = (entry: OutboxEntry) => send(target, entry, agent, timeoutMs);
  return Object.assign(sender, { close: () => agent.destroy() });
}
