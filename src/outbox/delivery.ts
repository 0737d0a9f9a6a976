import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { OutboxEntry } from "../store/records.ts";

/** Result of one delivery attempt. */
export type DeliveryResult =
  | { kind: "sent" }
  /** retry: nothing arrived, or the receiver asked for it; `afterMs` is the requested delay */
  | { kind: "again"; reason: string; afterMs?: number }
  /** not yet: blocks its partition, and is tried again */
  | { kind: "held"; reason: string }
  /** unknown: may have arrived, so that a retry could duplicate it */
  | { kind: "unconfirmed"; reason: string }
  /** permanent failure */
  | { kind: "refused"; reason: string };

/** Sends outbox entries of one kind. Does not throw on a receiver's errors. */
export type Sender = (entry: OutboxEntry) => Promise<DeliveryResult>;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_ASKED_MS = 3_600_000;

/** Number of attempts before an entry is parked. */
export const TRIES = 8;

/**
 * Returns the delay after an attempt (from 1): exponential up to a minute, or as the receiver asks, up to an
 * hour.
 */
export const pauseAfter = (attempt: number, asked: number | undefined): number =>
  Math.max(
    Math.min(LONGEST_ASKED_MS, asked ?? 0),
    Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)),
  );

/** Statuses that ask for a retry, as listed for the Bot Connector. */
const AGAIN = new Set([412, 429, 502, 503, 504]);

/** Error codes before any data was sent, after which a retry cannot duplicate. */
const NOTHING_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Returns whether a failed request certainly sent nothing. */
export const nothingSent = (code: string | undefined): boolean => NOTHING_SENT.has(code ?? "");

/** Parses `Retry-After` to milliseconds, from seconds or an HTTP date (RFC 9110, section 10.2.3). */
function retryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/**
 * Converts an HTTP status into a delivery result. A 500 is not retried, because the message may have been
 * accepted.
 */
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
 * Makes a sender that posts payloads as JSON over persistent connections. The entry's id is the `Idempotency-Key`
 * (draft-ietf-httpapi-idempotency-key-header). No response within `timeoutMs` counts as unconfirmed.
 */
export function webhook(url: string, timeoutMs = 10_000): Sender & { close(): void } {
  const target = new URL(url);
  const Agent = target.protocol === "https:" ? TlsAgent : PlainAgent;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const sender = (entry: OutboxEntry) => send(target, entry, agent, timeoutMs);
  return Object.assign(sender, { close: () => agent.destroy() });
}
