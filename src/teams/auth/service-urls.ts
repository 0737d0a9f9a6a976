import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

const closed = new BlockList();

/** IANA's special-purpose registries and multicast, which are not on the public internet. */
for (const range of [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
]) {
  const [net = "", prefix] = range.split("/");
  closed.addSubnet(net, Number(prefix), isIP(net) === 4 ? "ipv4" : "ipv6");
}

const publicV6 = new BlockList();
publicV6.addSubnet("2000::", 3, "ipv6");

/** Returns whether an address is not on the public internet. Anything but an IP address counts as private. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return closed.check(address, "ipv4");
  return family !== 6 || !publicV6.check(address, "ipv6") || closed.check(address, "ipv6");
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Returns whether an address is a loopback address. */
const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && loopback.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");

/** Thrown when a host resolves to a private address. */
class PrivateAddress extends Error {
  readonly code = "EPRIVATE";
}

/** DNS lookup of the operating system. */
export type ResolveHost = (
  host: string,
  options: LookupOptions & { all: true },
  found: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Makes a DNS lookup for new connections that fails (EPRIVATE) when any address is private. */
export function publicLookup(trustLoopback: boolean, resolve: ResolveHost = lookup): LookupFunction {
  const closed = (address: string): boolean =>
    isPrivateAddress(address) && !(trustLoopback && isLoopbackAddress(address));
  return (host, options, found) =>
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return found(error, []);
      if (addresses.some(({ address }) => closed(address)))
        return found(new PrivateAddress(`${host} leads to a private address`), []);
      const [first] = addresses;
      if (options.all || first === undefined) return found(null, addresses);
      found(null, first.address, first.family);
    });
}

const VERDICT_MS = 60_000;
const MOST_LISTED = 1000;

/** Returns whether a service URL has an allowed form: https and a listed host, nothing else. */
export function isListed(serviceUrl: string, hosts: readonly string[], trustLoopback: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return false;
  if (trustLoopback && url.protocol === "http:" && isLoopbackAddress(url.hostname)) return true;
  return url.protocol === "https:" && url.port === "" && hosts.includes(url.hostname);
}

const leadsOutside = (lookup: LookupFunction, host: string): Promise<boolean> =>
  new Promise((resolve) => lookup(host, { all: true }, (error) => resolve(error?.code !== "EPRIVATE")));

/**
 * Makes the check of service URLs: a listed host with public addresses only. Caches results for a minute. A
 * host that cannot be resolved passes, because each connection resolves it again.
 */
export function makeServiceUrls(
  hosts: readonly string[],
  lookup: LookupFunction,
  { now, trustLoopback }: { now: () => number; trustLoopback: boolean },
): (serviceUrl: string) => Promise<boolean> {
  const verdicts = new Map<string, { until: number; open: Promise<boolean> }>();
  /** cache of hosts by service URL */
  const listed = new Map<string, string>();
  const hostOf = (serviceUrl: string): string | null => {
    const known = listed.get(serviceUrl);
    if (known !== undefined) return known;
    if (!isListed(serviceUrl, hosts, trustLoopback)) return null;
    const host = new URL(serviceUrl).hostname;
    if (listed.size >= MOST_LISTED) listed.clear();
    listed.set(serviceUrl, host);
    return host;
  };
  return async (serviceUrl) => {
    const host = hostOf(serviceUrl);
    if (host === null) return false;
    if (isIP(host) !== 0) return true;
    const known = verdicts.get(host);
    if (known !== undefined && known.until > now()) return known.open;
    const open = leadsOutside(lookup, host);
    verdicts.set(host, { until: now() + VERDICT_MS, open });
    return open;
  };
}
