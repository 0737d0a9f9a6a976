import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { addressOf, isOwnMachine, type Visited } from "./client-address.ts";
import type { HttpSettings } from "./settings.ts";

/**
 * Returns the entry of the outermost of `hops` trusted proxies, counted from the right. Entries left of it
 * can be forged.
 */
export const forwardedFor = (header: string | string[] | undefined, hops: number): string | undefined =>
  String(header ?? "")
    .split(",")
    .map((part) => part.trim())
    .at(-hops);

/** Returns the address in `192.0.2.7`, `192.0.2.7:4711` or `[2001:db8::7]:4711`; null for anything else. */
function bareAddress(text: string): string | null {
  if (isIP(text) !== 0) return text;
  if (!URL.canParse(`http://${text}`)) return null;
  const host = new URL(`http://${text}`).hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? null : host;
}

/** Sets the client address that the trusted proxies report. */
export function resolveClient(req: IncomingMessage, hops: number): void {
  if (hops === 0) return;
  const address = bareAddress(forwardedFor(req.headers["x-forwarded-for"], hops) ?? "");
  if (address !== null) Object.assign(req, { clientAddress: address } satisfies Partial<Visited>);
}

/**
 * Sets the client address of a request, and exempts this machine's own requests from limits. Exempts none once
 * `PUBLIC_URL` names another host, because a proxy then also connects from loopback.
 */
export function noteVisit(
  req: IncomingMessage,
  { origins, proxies = 0, undeclaredProxy }: Pick<HttpSettings, "origins" | "proxies" | "undeclaredProxy">,
): void {
  resolveClient(req, proxies);
  undeclaredProxy?.visited(req);
  if (origins.local && isOwnMachine(addressOf(req)))
    Object.assign(req, { isExempt: true } satisfies Partial<Visited>);
}

/**
 * Returns whether a proxy received a request without encryption. Some proxies overwrite the header with a
 * single entry.
 */
export function cameInPlain(req: IncomingMessage, hops: number): boolean {
  if (hops === 0) return false;
  const header = req.headers["x-forwarded-proto"];
  return (forwardedFor(header, hops) ?? forwardedFor(header, 1)) === "http";
}
