import type { Sharing } from "./counts.ts";
import type { Limits } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Origins } from "./origins.ts";
import type { RefusalWords } from "./refusals.ts";
import type { TlsFiles } from "./tls.ts";
import type { UntoldProxy } from "./untold-proxy.ts";

/** What everything on the web server shares. */
export interface WebSettings {
  origins: Origins;
  limits: Limits;
  words: RefusalWords;
  log: Log;
  /** milliseconds since 1970 */
  now: () => number;
  /** proxies that every request from outside comes through; absent: none */
  proxies?: number;
  /** notices that there are some although nobody said so; absent: nobody watches */
  untoldProxy?: UntoldProxy;
  /** absent: plain http, on this machine or to a proxy */
  tls?: TlsFiles | null;
  /** how counts are shared with the other processes of the desk; absent: there are none */
  sharing?: Sharing;
}
