/** Returns the delay before a retry in milliseconds: exponential up to 2 s at first, up to 8 s later. */
export function retryDelay(tries: number, chance: number): number {
  const most = tries > 80 ? 8000 : 2000;
  return Math.min(250 * 2 ** Math.min(tries, 10), most) * (0.6 + 0.4 * chance);
}

/** A delay that can be ended early. */
export interface Delay {
  over: Promise<void>;
  cut(): void;
}

/** Starts a delay. */
export function delay(ms: number): Delay {
  let cut = (): void => {};
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    cut = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { over, cut };
}
