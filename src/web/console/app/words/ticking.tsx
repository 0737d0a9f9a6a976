import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

setInterval(() => {
  for (const listener of listeners) listener();
}, 1000);

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** A value of the present time, looked at every second; what uses it is drawn anew only when it has changed. */
export const useTicking = <T extends string | number | boolean>(look: (now: number) => T): T =>
  useSyncExternalStore(listen, () => look(Date.now()));
