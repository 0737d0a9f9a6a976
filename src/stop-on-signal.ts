const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
const LOOK_MS = 250;

/**
 * Ends the process with exit code 0 once `stop` is done: on the first SIGTERM, SIGINT or SIGHUP, and when the npm that
 * runs it as `npm start` has gone, for npm hands on neither SIGHUP nor its own end. Further ones change nothing.
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
  if (!env["npm_lifecycle_script"]?.includes("dist/main.js")) return;
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && void heard(), LOOK_MS).unref();
}
