import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isLoopbackAddress, isPrivateAddress } from "./private-address.ts";

/** A name that leads to an address which answers must never be sent to. */
export class PrivateAddress extends Error {
  readonly code = "EPRIVATE";
}

/** The system's way of finding the addresses of a name. */
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  found: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Looks names up for a connection that is about to be made, and fails (EPRIVATE) when any address is private. */
export function publicLookup(trustLoopback: boolean, resolve: Resolve = lookup): LookupFunction {
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
