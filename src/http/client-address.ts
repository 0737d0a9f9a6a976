import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

const ownMachine = /^(::ffff:)?127\.|^::1$/;
const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** A request on which the door has noted where it came from before the proxies, whether it is this machine's own, and what is held for people. */
export type Visited = IncomingMessage & {
  clientAddress?: string;
  isExempt?: boolean;
  /** counts the bytes that are held for whoever sends this */
  memory?: {
    room(from: Origin | null, kept?: boolean): number;
    hold(from: Origin | null, bytes: number): void;
  };
};

/** The network address a request came from. */
export const addressOf = (req: Visited): string => req.clientAddress ?? req.socket.remoteAddress ?? "unknown";

/** Tells whether an address is this machine itself. */
export const isOwnMachine = (address: string): boolean => ownMachine.test(address);

/** Tells whether a host, as `URL` writes it, names this machine: RFC 6761 keeps `localhost` and all below it for that. */
export const namesOwnMachine = (host: string): boolean =>
  /^(127(\.\d{1,3}){3}|\[::1\]|(.+\.)?localhost\.?)$/.test(host);

/** The first 64 bits of an IPv6 address; null for any other address. */
function prefixOf(address: string): string | null {
  if (!isIPv6(address)) return null;
  const [head = "", tail] = (address.split("%", 1)[0] ?? "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const first = [...left, ...zeros, ...right].slice(0, 4);
  return `${first.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

const plain = (address: string): string => mapped.exec(address)?.[1] ?? address;

/** What is counted as one address: of IPv6 the first 64 bits, for whoever has one of those has them all. */
export const networkOf = (address: string): string => prefixOf(plain(address)) ?? plain(address);

/** As what a request is counted; null for one that is exempt from limits. */
export const countedAs = (req: Visited): string | null =>
  req.isExempt === true ? null : networkOf(addressOf(req));

/** The wide net that a network is in: what one provider gives to one customer at most, a /16 or /48. */
export function wideNetworkOf(network: string): string {
  const [, ipv4] = /^(\d+\.\d+)\.\d+\.\d+$/.exec(network) ?? [];
  if (ipv4 !== undefined) return `${ipv4}.0.0/16`;
  const [, ipv6] = /^(\w+:\w+:\w+):\w+::\/64$/.exec(network) ?? [];
  return ipv6 === undefined ? network : `${ipv6}::/48`;
}

/** From where somebody comes. */
export interface Origin {
  network: string;
  wide: string;
}

/** From where a request comes; null for one that is exempt from limits. */
export function originOf(req: Visited): Origin | null {
  const network = countedAs(req);
  return network === null ? null : { network, wide: wideNetworkOf(network) };
}
