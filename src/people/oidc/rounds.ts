import type { ProviderSignIn } from "./provider-sign-in.ts";

const firstAfterMs = 5 * 60_000;
const everyMs = 3_600_000;

/** Looks every hour whom the provider is to be asked about again. Gives how to stop. */
export function startAskingAgain(
  { askAgain }: Pick<ProviderSignIn, "askAgain">,
  tell: (event: string, about: Record<string, unknown>) => void,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const round = (): void => {
    running = askAgain().then(
      (asked) => {
        if (asked.asked > 0) tell("provider asked again", { ...asked });
      },
      (error: unknown) => tell("provider not asked again", { error }),
    );
  };
  const first = setTimeout(round, firstAfterMs).unref();
  const every = setInterval(round, everyMs).unref();
  return {
    stop: async () => {
      clearTimeout(first);
      clearInterval(every);
      await running;
    },
  };
}
