import type { Store } from "../store/port.ts";
import { StoreUnavailable } from "../store/store-errors.ts";

type Call = (...given: unknown[]) => unknown;

/** The same store; `failed` hears of each call that it could not carry out. */
export function hearStoreErrors(store: Store, failed: () => void): Store {
  const heard = (error: unknown): void => {
    if (error instanceof StoreUnavailable) failed();
  };
  const listen =
    (call: Call): Call =>
    (...given) => {
      const result = call.apply(store, given);
      if (result instanceof Promise) result.catch(heard);
      return result;
    };
  const calls = Object.entries(store).map(([name, value]) => [
    name,
    typeof value === "function" ? listen(value as Call) : value,
  ]);
  return Object.fromEntries(calls);
}
