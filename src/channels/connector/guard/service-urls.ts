import { isIP, type LookupFunction } from "node:net";
import { isLoopbackAddress } from "./private-address.ts";

const VERDICT_MS = 60_000;
const MOST_LISTED = 1000;

/** Tells whether answers may be sent to a service URL, as far as its text goes: https, a listed host, nothing else. */
export function isListed(serviceUrl: string, hosts: readonly string[], trustLoopback: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return false;
  if (trustLoopback && url.protocol === "http:" && isLoopbackAddress(url.hostname)) return true;
  return url.protocol === "https:" && url.port === "" && hosts.includes(url.hostname);
}

const leadsOutside = (lookup: LookupFunction, host: string): Promise<boolean> =>
  new Promise((resolve) => lookup(host, { all: true }, (error) => resolve(error?.code !== "EPRIVATE")));

/** Tells whether a service URL is listed and its name leads to public addresses; a verdict on a name lasts a minute. A name that cannot be looked up just now passes: each connection looks it up again. */
export function makeServiceUrls(
  hosts: readonly string[],
  lookup: LookupFunction,
  { now, trustLoopback }: { now: () => number; trustLoopback: boolean },
): (serviceUrl: string) => Promise<boolean> {
  const verdicts = new Map<string, { until: number; open: Promise<boolean> }>();
  /** the hosts of listed service URLs, of which there are few */
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
