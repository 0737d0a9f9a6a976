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

/** The first bits of an IPv6 address, 16 a group; null for any other address. */
function prefixOf(address: string, groups: number): string | null {
  if (!isIPv6(address)) return null;
  const [head = "", tail] = (address.split("%", 1)[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const first = [...left, ...zeros, ...right].slice(0, groups);
  return `${first.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/${16 * groups}`;
}

const plain = (address: string): string => mapped.exec(address)?.[1] ?? address;

/** What is counted as one address: of IPv6 the first 64 bits, for whoever has one of those has them all. */
export const networkOf = (address: string): string => prefixOf(plain(address), 4) ?? plain(address);

/** As what a request is counted; null for one that is exempt from limits. */
export const countedAs = (req: Visited): string | null =>
  req.isExempt === true ? null : networkOf(addressOf(req));

/** The wide net that a request comes from: what one provider gives to one customer at most, a /16 or /48. */
export function wideNetworkOf(req: Visited): string {
  const address = plain(addressOf(req));
  const ipv4 = /^(\d+\.\d+)\.\d+\.\d+$/.exec(address);
  return ipv4 === null ? (prefixOf(address, 3) ?? address) : `${ipv4[1]}.0.0/16`;
}
