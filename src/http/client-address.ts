import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

const ownMachine = /^(::ffff:)?127\.|^::1$/;
const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * A request annotated by the request guard: its client address, exemption from limits, and memory counter.
 */
export type Visited = IncomingMessage & {
  clientAddress?: string;
  isExempt?: boolean;
  /** counts bytes that are held for the sender */
  memory?: {
    room(from: Origin | null, kept?: boolean): number;
    hold(from: Origin | null, bytes: number): void;
  };
};

/** Returns the client address of a request. */
export const addressOf = (req: Visited): string => req.clientAddress ?? req.socket.remoteAddress ?? "unknown";

/** Returns whether an address is a loopback address. */
export const isOwnMachine = (address: string): boolean => ownMachine.test(address);

/**
 * Returns whether a host, in the spelling of `URL`, names this machine. RFC 6761 reserves `localhost` and its
 * subdomains.
 */
export const namesOwnMachine = (host: string): boolean =>
  /^(127(\.\d{1,3}){3}|\[::1\]|(.+\.)?localhost\.?)$/.test(host);

/** Returns the /64 prefix of an IPv6 address, or null for any other address. */
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

/**
 * Returns the network that an address is counted as: an IPv6 /64, because one client owns all of it, or one
 * IPv4 address.
 */
export const networkOf = (address: string): string => prefixOf(plain(address)) ?? plain(address);

/** Returns the network that a request is counted as, or null when it is exempt from limits. */
export const countedAs = (req: Visited): string | null =>
  req.isExempt === true ? null : networkOf(addressOf(req));

/** Returns the /16 or /48 around a network, the most that a provider assigns to one customer. */
export function wideNetworkOf(network: string): string {
  const [, ipv4] = /^(\d+\.\d+)\.\d+\.\d+$/.exec(network) ?? [];
  if (ipv4 !== undefined) return `${ipv4}.0.0/16`;
  const [, ipv6] = /^(\w+:\w+:\w+):\w+::\/64$/.exec(network) ?? [];
  return ipv6 === undefined ? network : `${ipv6}::/48`;
}

/** Network origin of a client. */
export interface Origin {
  network: string;
  wide: string;
}

/** Returns the origin of a request, or null when it is exempt from limits. */
export function originOf(req: Visited): Origin | null {
  const network = countedAs(req);
  return network === null ? null : { network, wide: wideNetworkOf(network) };
}
