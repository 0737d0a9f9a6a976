const FIRST_SIGN_MS = 1_000;
/** Teams shows a typing sign for about so long */
const SIGN_EVERY_MS = 3_000;

/** Teams delivers again what was not acknowledged after 15 seconds. */
export const PATIENCE_MS = 10_000;

/** Waits for a turn, but not longer than the channel does; meanwhile the person sees that somebody is writing. */
export async function untilAnswered(
  answered: Promise<void>,
  { sign, patienceMs }: { sign: () => void; patienceMs: number },
): Promise<void> {
  let timers: NodeJS.Timeout[] = [];
  const patience = new Promise<void>((resolve) => {
    timers = [
      setTimeout(resolve, patienceMs),
      setTimeout(() => {
        sign();
        timers.push(setInterval(sign, SIGN_EVERY_MS));
      }, FIRST_SIGN_MS),
    ];
  });
  await Promise.race([answered, patience]);
  for (const timer of timers) clearTimeout(timer);
}
