import { useSyncExternalStore } from "react";

/** A value that changes, and whoever looks on. */
export interface Signal<Value> {
  get(): Value;
  change(next: (value: Value) => Value): void;
  listen(listener: () => void): () => void;
}

/** Makes a cell. */
export function makeSignal<Value>(first: Value): Signal<Value> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    change: (next) => {
      const changed = next(value);
      if (Object.is(changed, value)) return;
      value = changed;
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** A part of a cell's value; the component is drawn anew when that part changes. `look` must give the same for the same. */
export const useSignal = <Value, Part>(cell: Signal<Value>, look: (value: Value) => Part): Part =>
  useSyncExternalStore(cell.listen, () => look(cell.get()));
