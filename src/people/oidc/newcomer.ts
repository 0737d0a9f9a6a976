import { z } from "zod";
import { type OidcIdentity, PersonEmail, PersonName, type Role } from "../person.ts";
import { highestRole } from "../rights.ts";

/** Somebody whom the provider vouches for. */
export interface Newcomer {
  identity: OidcIdentity;
  email: string | null;
  /** the provider says that the address is theirs */
  emailVerified: boolean;
  name: string | null;
  /** what their groups may do here; null: none of their groups is known */
  role: Role | null;
}

const Groups = z.array(z.string()).or(z.string().transform((one) => [one]));

/** Reads what a provider says of somebody; what is not as the standard has it counts as not said. `groups` gives roles to the values of `groupsClaim`. */
export function readNewcomer(
  claims: Record<string, unknown>,
  { groups, groupsClaim }: { groups: Record<string, Role>; groupsClaim: string },
): Newcomer {
  const { iss, sub } = z.object({ iss: z.string().min(1), sub: z.string().min(1).max(255) }).parse(claims);
  const theirs = Groups.catch([]).parse(claims[groupsClaim]);
  return {
    identity: { issuer: iss, subject: sub },
    email: PersonEmail.nullable().catch(null).parse(claims["email"]),
    emailVerified: claims["email_verified"] === true,
    name: PersonName.nullable().catch(null).parse(claims["name"]),
    role: highestRole(theirs.flatMap((group) => (Object.hasOwn(groups, group) ? (groups[group] ?? []) : []))),
  };
}
