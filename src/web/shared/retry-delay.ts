/** Milliseconds to wait before the next try: short at first, never longer than 2 s in the first minutes, 8 s later. */
export function retryDelay(tries: number, chance: number): number {
  const most = tries > 80 ? 8000 : 2000;
  return Math.min(250 * 2 ** Math.min(tries, 10), most) * (0.6 + 0.4 * chance);
}

/** A wait that can be cut short. */
export interface Delay {
  over: Promise<void>;
  cut(): void;
}

/** Begins a wait. */
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
