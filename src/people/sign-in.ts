import type { Directory } from "./directory.ts";
import type { LockOut } from "./lock-out.ts";
import { isPassword } from "./password.ts";
import type { Person } from "./person.ts";

export type SignInRefused =
  | { refused: "wrong-sign-in" }
  | { refused: "locked-out"; retryAfter: number }
  | { refused: "too-fast"; retryAfter: number };

/** Passwords that are compared at once: each takes 32 MB and a fifth of a second of another thread. */
const mostAtOnce = 4;

/**
 * Makes the check of e-mail address and password. It takes as long and says the same for a wrong password, an unknown
 * address and an account that is disabled; `address` null is not counted.
 */
export function makeSignIn(
  directory: Directory,
  locks: { account: LockOut; address: LockOut },
): (given: { email: string; password: string }, address: string | null) => Promise<Person | SignInRefused> {
  let comparing = 0;
  return async (given, address) => {
    if (comparing >= mostAtOnce) return { refused: "too-fast", retryAfter: 1 };
    const email = given.email.trim().toLowerCase();
    const wait = (address === null ? 0 : locks.address.attempt(address)) || locks.account.attempt(email);
    if (wait > 0) return { refused: "locked-out", retryAfter: wait };
    comparing += 1;
    try {
      const person = (await directory.read()).people.find((one) => one.email === email && !one.disabled);
      if (!(await isPassword(given.password, person?.password ?? undefined)) || person === undefined)
        return { refused: "wrong-sign-in" };
      locks.account.succeeded(email);
      if (address !== null) locks.address.succeeded(address);
      return person;
    } finally {
      comparing -= 1;
    }
  };
}
