import { type ComparisonLimits, makeComparisons } from "./comparisons.ts";
import type { Directory } from "./directory.ts";
import { makeLockOut, type Patience } from "./lock-out.ts";
import { makeSignIn } from "./sign-in.ts";

const firstMs = 30_000;
const mostMs = 15 * 60_000;
/** a known browser, a session, and the strangers of one network at one account */
const perTrier: Patience = { free: 5, firstMs, mostMs };
/** all strangers together at one account */
const perAccount: Patience = { free: 20, firstMs, mostMs };
/** one network over all accounts */
const perNetwork: Patience = { free: 30, firstMs, mostMs };

/** Opens the way in by e-mail address and password, with its counts in this process. */
export function openSignIn(
  directory: Directory,
  now: () => Date,
  comparing?: ComparisonLimits,
): ReturnType<typeof makeSignIn> {
  const millis = (): number => now().getTime();
  const lockOut = (patience: Patience) => makeLockOut(patience, millis);
  const locks = {
    known: lockOut(perTrier),
    inNetwork: lockOut(perTrier),
    account: lockOut(perAccount),
    network: lockOut(perNetwork),
  };
  return makeSignIn(directory, { locks, comparisons: makeComparisons(comparing) }, now);
}
