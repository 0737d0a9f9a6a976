import type { IncomingMessage } from "node:http";
import { namesOwnMachine } from "./client-address.ts";

/** Where the desk is reached, and whose pages may talk to it. */
export interface Origins {
  /** whether people reach the desk over https */
  secure: boolean;
  /** whether `PUBLIC_URL` is unset or names this machine; else whoever speaks from loopback may be a proxy */
  local: boolean;
  /** Tells whether a `Host` is the desk's: that of `PUBLIC_URL`, or a name of this machine, with whatever port leads here. */
  knows(host: string): boolean;
  /** The desk's own address without a slash at the end, as seen by this request; null when it names a host that is not ours. */
  base(req: IncomingMessage): string | null;
  /** Tells whether the page behind this request may talk to the desk; programs send no Origin and may. */
  allows(req: IncomingMessage): boolean;
  /** The same for what only the desk's own pages may do. */
  isOwn(req: IncomingMessage): boolean;
}

const loopback = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/** The name in a `Host`, as `URL` writes it. */
const nameIn = (host: string): string => host.replace(/:\d{1,5}$/, "").toLowerCase();

/** Makes the rules from `PUBLIC_URL` (null: only this machine's names) and `ALLOWED_ORIGINS`. `tls`: the desk itself speaks https. */
export function makeOrigins(publicUrl: string | null, allowed: readonly string[], tls = false): Origins {
  const own = publicUrl === null ? null : publicUrl.replace(/\/+$/, "");
  const known = new Set(allowed.map((origin) => new URL(origin).origin));
  if (own !== null) known.add(new URL(own).origin);
  const local = (req: IncomingMessage): string | null => {
    const host = req.headers.host ?? "";
    return loopback.test(host) ? `${tls ? "https" : "http"}://${host}` : null;
  };
  const ownName = own === null ? null : new URL(own).hostname;
  const ownOrigin = own === null ? null : new URL(own).origin;
  return {
    local: own === null || namesOwnMachine(new URL(own).hostname),
    secure: tls || (own?.startsWith("https:") ?? false),
    knows: (host) => loopback.test(host) || (ownName !== null && nameIn(host) === ownName),
    base: (req) => own ?? local(req),
    isOwn: (req) => {
      const origin = req.headers.origin;
      return origin === undefined || origin === (ownOrigin ?? local(req));
    },
    allows: (req) => {
      const origin = req.headers.origin;
      return origin === undefined || known.has(origin) || origin === local(req);
    },
  };
}
