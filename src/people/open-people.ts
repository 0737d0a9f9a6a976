import type { Keys } from "../keys/keys.ts";
import { dataPath } from "../project-folder.ts";
import type { Store } from "../store/port.ts";
import { openAccounts } from "./accounts.ts";
import type { ComparisonLimits } from "./comparisons.ts";
import { openDevices } from "./devices.ts";
import { openDirectory } from "./directory.ts";
import { makeLinks } from "./link.ts";
import { makeLinkCheck } from "./link-check.ts";
import { openPasswords } from "./passwords.ts";
import { openSessions } from "./sessions.ts";
import { openSignIn } from "./sign-in-gate.ts";
import type { SignInRules } from "./sign-in-rules.ts";
import { loadCommonPasswords } from "./weak-password.ts";

/** Opens everything about the desk's people that a store keeps. */
export function openPeople(
  store: Pick<Store, "readState" | "stateTags" | "writeState" | "deleteState" | "pass" | "hear">,
  keys: Pick<Keys, "of" | "usedBefore">,
  now: () => Date,
  { rules, comparing }: { rules?: SignInRules; comparing?: ComparisonLimits | undefined } = {},
) {
  const directory = openDirectory(store);
  const sessions = openSessions(store, now, rules);
  const links = makeLinks(keys, now);
  const common = loadCommonPasswords(dataPath("passwords", "common.txt"));
  const parts = { directory, links, sessions, common, now };
  const passwords = openPasswords(parts);
  return {
    directory,
    sessions,
    passwords,
    devices: openDevices(keys, now),
    signIn: openSignIn(directory, now, comparing),
    accounts: openAccounts(parts),
    checkLink: makeLinkCheck(directory, links, passwords),
  };
}
