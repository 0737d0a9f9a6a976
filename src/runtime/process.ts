import { aboutError, type Log } from "./log.ts";

/**
 * Returns the message for an operator when a program cannot start: the message of an error with a code, else
 * the stack.
 */
export function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? error.message : (error.stack ?? error.message);
}

const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
const LOOK_MS = 250;

/**
 * Exits with code 0 after `stop`, on the first SIGTERM, SIGINT or SIGHUP. Also stops when the parent npm has exited,
 * because npm forwards neither SIGHUP nor its own end. Ignores further signals.
 */
export function stopOnSignal(stop: () => Promise<void>, env = process.env): void {
  let stopping = false;
  const shutDown = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(0);
  };
  for (const signal of signals) process.on(signal, () => void shutDown());
  if (!/\bdist\/(main|tools\/demo)\.js/.test(env["npm_lifecycle_script"] ?? "")) return;
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && void shutDown(), LOOK_MS).unref();
}

/**
 * Logs uncaught exceptions and unhandled rejections, and exits with code 1: memory may be inconsistent then, the disk is
 * not. A supervisor restarts the process.
 */
export function installCrashHandler(log: Pick<Log, "error">): void {
  process.on("uncaughtException", (error, origin) => {
    log.error({ origin, ...aboutError(error) }, "process failed");
    process.exit(1);
  });
}
