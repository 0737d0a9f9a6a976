import type { IncomingMessage } from "node:http";
import type { TlsFiles } from "../config/server-config.ts";
import type { Log } from "../runtime/log.ts";
import type { Scope } from "./budgets/budget.ts";
import type { Resource } from "./budgets/budgets.ts";
import type { FreeDisk } from "./budgets/free-disk.ts";
import type { HeldMemory } from "./budgets/held-memory.ts";
import { namesOwnMachine } from "./client-address.ts";
import type { Sharing } from "./distributed-counters.ts";
import type { ProblemMessages } from "./problems.ts";
import type { Limits } from "./rate-limits.ts";
import type { UndeclaredProxy } from "./undeclared-proxy.ts";

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

/** What everything on the web server shares. */
export interface HttpSettings {
  origins: Origins;
  limits: Limits;
  words: ProblemMessages;
  log: Log;
  /** milliseconds since 1970 */
  now: () => number;
  /** proxies that every request from outside comes through; absent: none */
  proxies?: number;
  /** notices that there are some although nobody said so; absent: nobody watches */
  untoldProxy?: UndeclaredProxy;
  /** absent: plain http, on this machine or to a proxy */
  tls?: TlsFiles | null;
  /** whether there is room for what people write; absent: there is */
  room?: Pick<FreeDisk, "allows"> | undefined;
  /** what is held in memory for people; absent: nobody counts */
  memory?: HeldMemory;
  /** hears of each refusal by a budget; absent: nobody does */
  overBudget?: (resource: Resource | "room", scope: Scope) => void;
  /** how counts are shared with the other processes of the desk; absent: there are none */
  sharing?: Sharing;
}
