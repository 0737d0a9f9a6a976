import { createHash, randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { comparableEmail } from "../runtime/email-address.ts";
import { activePerson, type Person, type StoredTotp } from "./account.ts";
import { changePerson } from "./account-changes.ts";
import type { Directory } from "./directory.ts";
import type { KnownDevice } from "./login-throttle.ts";
import { type LoginBackoff, type LoginThrottle, makeLoginThrottle } from "./login-throttle.ts";
import { type ComparisonLimits, makePasswordChecks, type PasswordChecks } from "./password-check-queue.ts";
import { verifyPassword } from "./passwords.ts";
import type { Session } from "./session.ts";

const periodSeconds = 30;
/** bytes, as recommended by RFC 4226 */
const secretSize = 20;
const recoveryCodes = 10;
const recoverySigns = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const recoveryLength = 10;

const hashOf = (code: string): string => createHash("sha256").update(code).digest("base64url");
const normalizeCode = (code: string): string => code.replace(/[\s-]/g, "").toUpperCase();

/** Generates an authenticator secret in base32. */
export const newSecret = (): string => new Secret({ size: secretSize }).base32;

/** Returns the time step of a valid code, with a tolerance of one step; null for an invalid one. */
function stepOf(secret: string, code: string, now: Date): number | null {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: periodSeconds });
  const timestamp = now.getTime();
  const delta = totp.validate({ token: normalizeCode(code), timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / periodSeconds) + delta;
}

/**
 * Returns the second factor to store, and its recovery codes, after a first valid code; null for an invalid
 * one.
 */
export function acceptSecret(
  secret: string,
  code: string,
  now: Date,
): { kept: StoredTotp; recovery: string[] } | null {
  const lastStep = stepOf(secret, code, now);
  if (lastStep === null) return null;
  const recovery = Array.from({ length: recoveryCodes }, () =>
    Array.from({ length: recoveryLength }, () => recoverySigns[randomInt(recoverySigns.length)]).join(""),
  );
  return { kept: { secret, lastStep, recovery: recovery.map(hashOf) }, recovery };
}

/**
 * Returns the second factor after a code or recovery code was used; null when it is invalid or already used.
 */
export function spendCode(kept: StoredTotp, code: string, now: Date): StoredTotp | null {
  const step = stepOf(kept.secret, code, now);
  if (step !== null) return step > kept.lastStep ? { ...kept, lastStep: step } : null;
  const hash = hashOf(normalizeCode(code));
  if (!kept.recovery.includes(hash)) return null;
  return { ...kept, recovery: kept.recovery.filter((one) => one !== hash) };
}

type SignInRefused =
  | { refused: "wrong-sign-in" | "code-needed" | "wrong-code" }
  | { refused: "locked-out"; retryAfter: number }
  | { refused: "too-fast"; retryAfter: number };

/** Credentials; `code` null: the second factor is not required here. */
interface Given {
  email: string;
  password: string;
  code?: string | null | undefined;
}

/** Origin of a login attempt. */
export interface LoginAttempt {
  /** network and wide network; null: this machine, which is not counted */
  from: { network: string; wide: string } | null;
  /** accounts that signed in from this browser before */
  devices: readonly KnownDevice[];
  /** null: not signed in */
  session: Pick<Session, "key" | "agent"> | null;
}

/** Throttles: known browsers and sessions, strangers by account and network, and networks. */
interface SignInLocks {
  known: LoginThrottle;
  inNetwork: LoginThrottle;
  account: LoginThrottle;
  network: LoginThrottle;
}

type Check = (given: Given, trier: LoginAttempt) => Promise<Person | SignInRefused>;
type Counted = [lock: LoginThrottle, key: string, exists: boolean];

const ownMachine = { network: "own machine", wide: "own machine" };
const busySeconds = 2;

/** Returns the throttle key of a known browser or session; null for a stranger. */
function throttleKey({ session, devices }: LoginAttempt, person: Person | undefined): string | null {
  if (person === undefined) return null;
  if (session?.agent === person.id) return `session ${session.key}`;
  const device = devices.find(({ agent }) => agent === person.id);
  return device === undefined ? null : `device ${device.id}`;
}

/**
 * Makes the check of e-mail address, password and second factor. Wrong passwords, unknown addresses and disabled accounts
 * are indistinguishable in response and time. Known browsers and sessions neither queue behind strangers nor are locked
 * out by them.
 */
export function makeSignIn(
  directory: Directory,
  { locks, comparisons }: { locks: SignInLocks; comparisons: PasswordChecks },
  now: () => Date,
): Check {
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
  const countedBy = (
    email: string,
    { from }: LoginAttempt,
    known: string | null,
    exists: boolean,
  ): Counted[] => {
    if (known !== null) return [[locks.known, known, true]];
    const { network } = from ?? ownMachine;
    return [
      ...(from === null ? [] : [[locks.network, network, false] satisfies Counted]),
      [locks.inNetwork, `${email} ${network}`, exists],
      [locks.account, email, exists],
    ];
  };
  const lockedFor = (counted: readonly Counted[]): SignInRefused | null => {
    const wait = Math.max(...counted.map(([lock, key, exists]) => lock.wait(key, exists)));
    return wait > 0 ? { refused: "locked-out", retryAfter: wait } : null;
  };
  return async (given, trier) => {
    const email = comparableEmail(given.email);
    const found = (await directory.read()).byEmail(email);
    const known = throttleKey(trier, found);
    const counted = countedBy(email, trier, known, found !== undefined);
    const locked = lockedFor(counted);
    if (locked !== null) return locked;
    const by = known !== null && found !== undefined ? { account: found.id } : (trier.from ?? ownMachine);
    const checked = await comparisons.run(by, async (): Promise<Person | SignInRefused> => {
      const meanwhile = lockedFor(counted);
      if (meanwhile !== null) return meanwhile;
      for (const [lock, key, exists] of counted) lock.attempt(key, exists);
      const person = (await directory.read()).byEmail(email);
      const active = person?.disabled === false ? person : undefined;
      if (!(await verifyPassword(given.password, active?.password ?? undefined)) || active === undefined)
        return { refused: "wrong-sign-in" };
      const missing = await withCode(active, given.code);
      if (missing !== null) return missing;
      for (const [lock, key, exists] of counted) lock.succeeded(key, exists);
      return active;
    });
    return checked ?? { refused: "too-fast", retryAfter: busySeconds };
  };
}

const firstMs = 30_000;
const mostMs = 15 * 60_000;
/** backoff of a known browser, a session, or one network's strangers at one account */
const perTrier: LoginBackoff = { free: 5, firstMs, mostMs };
/** backoff of all strangers at one account */
const perAccount: LoginBackoff = { free: 20, firstMs, mostMs };
/** backoff of one network over all accounts */
const perNetwork: LoginBackoff = { free: 30, firstMs, mostMs };

/** Opens the sign-in by e-mail address and password. Its throttles are local to the process. */
export function openSignIn(
  directory: Directory,
  now: () => Date,
  comparing?: ComparisonLimits,
): ReturnType<typeof makeSignIn> {
  const millis = (): number => now().getTime();
  const lockOut = (patience: LoginBackoff) => makeLoginThrottle(patience, millis);
  const locks = {
    known: lockOut(perTrier),
    inNetwork: lockOut(perTrier),
    account: lockOut(perAccount),
    network: lockOut(perNetwork),
  };
  return makeSignIn(directory, { locks, comparisons: makePasswordChecks(comparing) }, now);
}
