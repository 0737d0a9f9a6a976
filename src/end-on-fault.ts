import { aboutError, type Log } from "./web/log.ts";

/**
 * Ends the process with 1, and a line in the log that can be counted, after an error that nobody caught or a promise
 * that nobody awaited: what is in memory cannot be trusted then, what is on disk can. A supervisor starts it anew.
 */
export function endOnFault(log: Pick<Log, "error">): void {
  process.on("uncaughtException", (error, origin) => {
    log.error({ origin, ...aboutError(error) }, "process failed");
    process.exit(1);
  });
}
