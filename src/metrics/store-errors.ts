import type { Store } from "../store/port.ts";
import { StoreUnavailable } from "../store/store-errors.ts";

type Call = (...given: unknown[]) => unknown;

/** The same store; `failed` hears of each call that it could not carry out. */
export function hearStoreErrors(store: Store, failed: () => void): Store {
  const listen =
    (call: Call): Call =>
    (...given) => {
      const result = call.apply(store, given);
      if (result instanceof Promise)
        result.catch((error: unknown) => {
          if (error instanceof StoreUnavailable) failed();
        });
      return result;
    };
  const calls = new Map<unknown, Call>();
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      const call = calls.get(name) ?? listen(value as Call);
      calls.set(name, call);
      return call;
    },
  });
}
