/** Ends the process with exit code 0 once `stop` is done, on the first SIGTERM or SIGINT; further ones change nothing. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const heard = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void heard());
}
