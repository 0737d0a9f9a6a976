import { isEntryLink } from "./accounts.ts";
import { hasOwner, isInvitationOpen } from "./changes.ts";
import type { Directory } from "./directory.ts";
import type { LinkKind, Links } from "./link.ts";
import type { PasswordRefused, Passwords } from "./passwords.ts";

/** What a link is good for, and the name and address that it is for. */
export interface CheckedLink {
  kind: LinkKind;
  name: string | null;
  email: string | null;
}

/** Makes the look at a link before it is taken up: a forged or expired one is bad, one that was taken up is used. */
export function makeLinkCheck(
  directory: Directory,
  links: Links,
  passwords: Pick<Passwords, "whose">,
): (token: string) => Promise<CheckedLink | PasswordRefused> {
  return async (token) => {
    const people = await directory.read();
    const owner = await links.read("owner", token);
    if (owner !== null)
      return hasOwner(people) || !isEntryLink(people, owner, "owner")
        ? { refused: "link-used" }
        : { kind: "owner", name: null, email: null };
    const invitation = await links.read("invitation", token);
    if (invitation !== null) {
      const invited = people.invitations.find(({ id }) => id === invitation);
      if (invited === undefined || !isInvitationOpen(people, invited)) return { refused: "link-used" };
      return { kind: "invitation", name: invited.name, email: invited.email };
    }
    const person = await passwords.whose(token);
    return "refused" in person ? person : { kind: "sign-in", name: person.name, email: person.email };
  };
}
