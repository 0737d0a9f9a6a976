import type { Limits } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Origins } from "./origins.ts";
import type { RefusalWords } from "./refusals.ts";

/** What everything on the web server shares. */
export interface WebSettings {
  origins: Origins;
  limits: Limits;
  words: RefusalWords;
  log: Log;
  /** milliseconds since 1970 */
  now: () => number;
}
