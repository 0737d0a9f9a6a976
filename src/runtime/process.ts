import { aboutError, type Log } from "./log.ts";

/** What an operator is told when a program cannot start: the message of an error that explains itself, else the whole error. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? error.message : (error.stack ?? error.message);
}

const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
const LOOK_MS = 250;

/**
 * Ends the process with exit code 0 once `stop` is done: on the first SIGTERM, SIGINT or SIGHUP, and when the npm that
 * runs it as a script has gone, for npm hands on neither SIGHUP nor its own end. Further ones change nothing.
 */
export function stopOnSignal(stop: () => Promise<void>, env = process.env): void {
  let stopping = false;
  const heard = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(0);
  };
  for (const signal of signals) process.on(signal, () => void heard());
  if (!/\bdist\/(main|tools\/demo)\.js/.test(env["npm_lifecycle_script"] ?? "")) return;
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && void heard(), LOOK_MS).unref();
}

/**
 * Ends the process with 1, and a line in the log that can be counted, after an error that nobody caught or a promise
 * that nobody awaited: what is in memory cannot be trusted then, what is on disk can. A supervisor starts it anew.
 */
export function installCrashHandler(log: Pick<Log, "error">): void {
  process.on("uncaughtException", (error, origin) => {
    log.error({ origin, ...aboutError(error) }, "process failed");
    process.exit(1);
  });
}
