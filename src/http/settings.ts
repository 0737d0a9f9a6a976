import type { TlsFiles } from "../config/tls.ts";
import type { Log } from "../runtime/log.ts";
import type { Scope } from "./budgets/budget.ts";
import type { Resource } from "./budgets/budgets.ts";
import type { FreeDisk } from "./budgets/free-disk.ts";
import type { HeldMemory } from "./budgets/held-memory.ts";
import type { Sharing } from "./distributed-counters.ts";
import type { Origins } from "./origins.ts";
import type { ProblemMessages } from "./problems.ts";
import type { Limits } from "./rate-limits.ts";
import type { UndeclaredProxy } from "./undeclared-proxy.ts";

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
