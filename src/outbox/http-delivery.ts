import type { Delivery } from "./delivery.ts";

/** Statuses after which a receiver is documented to want the same request again (the Bot Connector's own list). */
const AGAIN = new Set([412, 429, 502, 503, 504]);

/** Errors that come before anything was sent, so that sending again cannot double it. */
const NOTHING_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Whether a failed request certainly sent nothing, by the code of its error. */
export const nothingSent = (code: string | undefined): boolean => NOTHING_SENT.has(code ?? "");

/** `Retry-After` in milliseconds, from seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** What an HTTP answer means for what was sent: a 500 may hide that it was taken, so it is not sent again. */
export function deliveryOf(status: number, retryAfterHeader: string | undefined, now: Date): Delivery {
  if (status >= 200 && status < 300) return { kind: "sent" };
  const reason = `answered ${status}`;
  if (AGAIN.has(status)) {
    const afterMs = retryAfter(retryAfterHeader, now);
    return { kind: "again", reason, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  return status >= 500 ? { kind: "unconfirmed", reason } : { kind: "refused", reason };
}
