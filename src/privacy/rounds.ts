import type { Privacy } from "./privacy.ts";
import { roundMs } from "./slow-clock.ts";

const firstAfterMs = 10 * 60_000;

/** Runs retention some minutes after the start and then four times a day, by the time that passes and not by the clock. Gives how to stop. */
export function startRounds(
  { retain }: Pick<Privacy, "retain">,
  tell: (event: string, about: Record<string, unknown>) => void,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const round = (): void => {
    running = retain().then(
      (run) => tell("retention", { ...run }),
      (error: unknown) => tell("retention failed", { error }),
    );
  };
  const first = setTimeout(round, firstAfterMs).unref();
  const every = setInterval(round, roundMs).unref();
  return {
    stop: async () => {
      clearTimeout(first);
      clearInterval(every);
      await running;
    },
  };
}
