import type { Keys } from "../keys/keys.ts";
import { dataPath } from "../runtime/paths.ts";
import type { SignInRules } from "./account.ts";
import { hasOwner, isInvitationOpen } from "./account-changes.ts";
import { type Accounts, isEntryLink, openAccounts } from "./accounts.ts";
import { type Directory, openDirectory } from "./directory.ts";
import { type LinkKind, type Links, makeLinks } from "./entry-link.ts";
import { type KnownDevices, openKnownDevices } from "./login-throttle.ts";
import type { ComparisonLimits } from "./password-check-queue.ts";
import { loadCommonPasswords, openPasswords, type PasswordRefused, type Passwords } from "./passwords.ts";
import { openSessions, type Sessions } from "./sessions.ts";
import { openSignIn } from "./sign-in.ts";

/** What a link is good for, and the name and address that it is for. */
interface CheckedLink {
  kind: LinkKind;
  name: string | null;
  email: string | null;
}

/** Looks at a link without taking it up. */
export type CheckLink = (token: string) => Promise<CheckedLink | PasswordRefused>;

/** Makes the look at a link before it is taken up: a forged or expired one is bad, one that was taken up is used. */
function makeLinkCheck(directory: Directory, links: Links, passwords: Pick<Passwords, "whose">): CheckLink {
  return async (token) => {
    const people = await directory.read();
    const owner = await links.read("owner", token);
    if (owner !== null) {
      if (hasOwner(people) || !isEntryLink(people, owner, "owner")) return { refused: "link-used" };
      return { kind: "owner", name: null, email: null };
    }
    const invitation = await links.read("invitation", token);
    if (invitation !== null) {
      const invited = people.invitations.find(({ id }) => id === invitation);
      if (invited === undefined || !isInvitationOpen(people, invited)) return { refused: "link-used" };
      return { kind: "invitation", name: invited.name, email: invited.email };
    }
    const person = await passwords.whose(token);
    if ("refused" in person) return person;
    return { kind: "sign-in", name: person.name, email: person.email };
  };
}

/** What the desk knows of its people, and what they come in by. */
interface AccountServices {
  directory: Directory;
  sessions: Sessions;
  passwords: Passwords;
  devices: KnownDevices;
  signIn: ReturnType<typeof openSignIn>;
  accounts: Accounts;
  checkLink: CheckLink;
}

/** Opens everything about the desk's people that a store keeps. */
export function openAccountServices(
  store: Parameters<typeof openDirectory>[0] & Parameters<typeof openSessions>[0],
  keys: Pick<Keys, "of" | "usedBefore">,
  now: () => Date,
  { rules, comparing }: { rules?: SignInRules; comparing?: ComparisonLimits | undefined } = {},
): AccountServices {
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
    devices: openKnownDevices(keys, now),
    signIn: openSignIn(directory, now, comparing),
    accounts: openAccounts(parts),
    checkLink: makeLinkCheck(directory, links, passwords),
  };
}
