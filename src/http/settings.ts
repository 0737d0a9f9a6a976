import type { IncomingMessage } from "node:http";
import type { TlsFiles } from "../config/server-config.ts";
import type { Log } from "../runtime/log.ts";
import type { Scope } from "./budgets/budget.ts";
import type { Resource } from "./budgets/budgets.ts";
import type { FreeDisk } from "./budgets/free-disk.ts";
import type { HeldMemory } from "./budgets/held-memory.ts";
import { namesOwnMachine } from "./client-address.ts";
import type { Sharing } from "./distributed-counters.ts";
import type { Limits } from "./limits.ts";
import type { ProblemMessages } from "./problems.ts";
import type { UndeclaredProxy } from "./undeclared-proxy.ts";

/** Public addresses of the desk, and the origins that may call it. */
export interface Origins {
  /** whether clients reach the desk over https */
  secure: boolean;
  /** whether `PUBLIC_URL` is unset or names this machine; otherwise a loopback client may be a proxy */
  local: boolean;
  /**
   * Returns whether a `Host` is the desk's: the host of `PUBLIC_URL` or a name of this machine, with any
   * port.
   */
  knows(host: string): boolean;
  /** Returns the desk's base URL as seen by a request, without a trailing slash; null for a foreign host. */
  base(req: IncomingMessage): string | null;
  /** Returns whether the origin of a request may call the desk. Programs send no `Origin`, and may. */
  allows(req: IncomingMessage): boolean;
  /** Returns whether a request comes from the desk's own pages, or from a program. */
  isOwn(req: IncomingMessage): boolean;
}

const loopback = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/** Returns the host name of a `Host` header, in the spelling of `URL`. */
const nameIn = (host: string): string => host.replace(/:\d{1,5}$/, "").toLowerCase();

/**
 * Makes the origin rules. `publicUrl` null: this machine's names only. `tls`: the desk serves https itself.
 */
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

/** Settings and services that all parts of the web server share. */
export interface HttpSettings {
  origins: Origins;
  limits: Limits;
  words: ProblemMessages;
  log: Log;
  /** milliseconds since 1970 */
  now: () => number;
  /** number of trusted proxies; absent: none */
  proxies?: number;
  /** detects proxies that `TRUST_PROXY` does not declare; absent: off */
  undeclaredProxy?: UndeclaredProxy;
  /** absent: plain http, on this machine or behind a proxy */
  tls?: TlsFiles | null;
  /** free space check; absent: space is not checked */
  room?: Pick<FreeDisk, "allows"> | undefined;
  /** counter of held memory; absent: off */
  memory?: HeldMemory;
  /** called on each refusal by a budget */
  overBudget?: (resource: Resource | "room", scope: Scope) => void;
  /** ephemeral events between the processes of the desk; absent: there is one process */
  sharing?: Sharing;
}
