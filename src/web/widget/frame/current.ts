/** A value that changes, and those who want to know. */
export interface Current<T> {
  get(): T;
  set(value: T): void;
  /** Gives how to stop. */
  watch(tell: () => void): () => void;
}

/** Makes a value that can be watched. */
export function makeCurrent<T>(first: T): Current<T> {
  let value = first;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const tell of watchers) tell();
    },
    watch: (tell) => {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
  };
}
