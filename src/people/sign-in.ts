import { comparable } from "../mail-address/mail-address.ts";
import { changePerson } from "./changes.ts";
import type { Directory } from "./directory.ts";
import type { LockOut } from "./lock-out.ts";
import { isPassword } from "./password.ts";
import { activePerson, type Person } from "./person.ts";
import { spendCode } from "./second-factor.ts";

export type SignInRefused =
  | { refused: "wrong-sign-in" | "code-needed" | "wrong-code" }
  | { refused: "locked-out"; retryAfter: number }
  | { refused: "too-fast"; retryAfter: number };

/** What somebody shows; `code` null: the password is enough here, also for whoever has a second factor. */
interface Given {
  email: string;
  password: string;
  code?: string | null | undefined;
}

/** Passwords that are compared at once: each takes 32 MB and a fifth of a second of another thread. */
const mostAtOnce = 4;

/**
 * Makes the check of e-mail address and password, and of the code of whoever has a second factor. It takes as long and says the same for a wrong password, an unknown
 * address and an account that is disabled; `address` null is not counted.
 */
export function makeSignIn(
  directory: Directory,
  locks: { account: LockOut; address: LockOut },
  now: () => Date,
): (given: Given, address: string | null) => Promise<Person | SignInRefused> {
  let comparing = 0;
  const withCode = async ({ id, totp }: Person, code: Given["code"]): Promise<SignInRefused | null> => {
    if (totp === null || code === null) return null;
    if (code === undefined) return { refused: "code-needed" };
    const used = await directory.change((people) => {
      const kept = activePerson(people, id)?.totp;
      const left = kept ? spendCode(kept, code, now()) : null;
      if (left === null) return { refused: "wrong-code" } as const;
      return changePerson(people, id, { totp: left });
    });
    return "refused" in used ? { refused: "wrong-code" } : null;
  };
  return async (given, address) => {
    if (comparing >= mostAtOnce) return { refused: "too-fast", retryAfter: 1 };
    const email = comparable(given.email);
    const wait = (address === null ? 0 : locks.address.attempt(address)) || locks.account.attempt(email);
    if (wait > 0) return { refused: "locked-out", retryAfter: wait };
    comparing += 1;
    try {
      const found = (await directory.read()).byEmail(email);
      const person = found?.disabled === false ? found : undefined;
      if (!(await isPassword(given.password, person?.password ?? undefined)) || person === undefined)
        return { refused: "wrong-sign-in" };
      const missing = await withCode(person, given.code);
      if (missing !== null) return missing;
      locks.account.succeeded(email);
      if (address !== null) locks.address.succeeded(address);
      return person;
    } finally {
      comparing -= 1;
    }
  };
}
