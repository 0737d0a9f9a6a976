import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { addressOf, isOwnMachine, type Visited } from "./client-address.ts";
import type { HttpSettings } from "./settings.ts";

/** What the outermost of `hops` proxies wrote, counted from the right: whatever stands before it anybody can send. */
export const forwardedFor = (header: string | string[] | undefined, hops: number): string | undefined =>
  String(header ?? "")
    .split(",")
    .map((part) => part.trim())
    .at(-hops);

/** The address alone of `192.0.2.7`, `192.0.2.7:4711` or `[2001:db8::7]:4711`; null for anything else. */
function bareAddress(text: string): string | null {
  if (isIP(text) !== 0) return text;
  if (!URL.canParse(`http://${text}`)) return null;
  const host = new URL(`http://${text}`).hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? null : host;
}

/** Notes the address that a request really came from, as the proxies before the desk tell it. */
export function resolveClient(req: IncomingMessage, hops: number): void {
  if (hops === 0) return;
  const address = bareAddress(forwardedFor(req.headers["x-forwarded-for"], hops) ?? "");
  if (address !== null) Object.assign(req, { clientAddress: address } satisfies Partial<Visited>);
}

/**
 * Notes where a request came from, and that it is exempt from limits when it is this machine's own. Nobody is once
 * `PUBLIC_URL` names another host, for then a proxy speaks from loopback too.
 */
export function noteVisit(
  req: IncomingMessage,
  { origins, proxies = 0, untoldProxy }: Pick<HttpSettings, "origins" | "proxies" | "untoldProxy">,
): void {
  resolveClient(req, proxies);
  untoldProxy?.visited(req);
  if (origins.local && isOwnMachine(addressOf(req)))
    Object.assign(req, { isExempt: true } satisfies Partial<Visited>);
}

/** Tells whether a proxy took a request without encryption. One that overwrites the header leaves a single word in it. */
export function cameInPlain(req: IncomingMessage, hops: number): boolean {
  if (hops === 0) return false;
  const header = req.headers["x-forwarded-proto"];
  return (forwardedFor(header, hops) ?? forwardedFor(header, 1)) === "http";
}
