import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

const ownMachine = /^(::ffff:)?127\.|^::1$/;
const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** A request on which the door has noted where it came from before the proxies, and whether it is this machine's own. */
export type Visited = IncomingMessage & { clientAddress?: string; isExempt?: boolean };

/** The network address a request came from. */
export const addressOf = (req: Visited): string => req.clientAddress ?? req.socket.remoteAddress ?? "unknown";

/** Tells whether an address is this machine itself. */
export const isOwnMachine = (address: string): boolean => ownMachine.test(address);

/** Tells whether a host, as `URL` writes it, names this machine: RFC 6761 keeps `localhost` and all below it for that. */
export const namesOwnMachine = (host: string): boolean =>
  /^(127(\.\d{1,3}){3}|\[::1\]|(.+\.)?localhost\.?)$/.test(host);

/** What is counted as one address: of IPv6 the first 64 bits, for whoever has one of those has them all. */
export function networkOf(address: string): string {
  const found = mapped.exec(address);
  if (found !== null) return found[1] ?? address;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = (address.split("%", 1)[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

/** As what a request is counted; null for one that is exempt from limits. */
export const countedAs = (req: Visited): string | null =>
  req.isExempt === true ? null : networkOf(addressOf(req));
