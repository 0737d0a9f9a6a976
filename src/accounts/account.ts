import { z } from "zod";
import { comparableEmail, isMailAddress } from "../runtime/email-address.ts";
import { isOpen, type Ticket } from "../store/ticket.ts";

const ranks: Record<Role, number> = { agent: 0, supervisor: 1, owner: 2 };

/** Tells whether a role includes what another may do. */
export const isAtLeast = (role: Role, least: Role): boolean => ranks[role] >= ranks[least];

/** The role that includes the others; null for none. */
export const highestRole = (roles: readonly Role[]): Role | null =>
  roles.reduce<Role | null>((best, role) => (best !== null && isAtLeast(best, role) ? best : role), null);

/** The id of the agent who has the ticket now; null when nobody does. */
const holderOf = ({ state }: Pick<Ticket, "state">): string | null =>
  state.kind === "claimed" || state.kind === "waiting" ? state.by : null;

const work: readonly string[] = ["claimed", "replied", "resolved"];

/** Tells whether somebody has worked on a ticket. */
const workedOn = (id: string, { audit }: Pick<Ticket, "audit">): boolean =>
  audit.some(({ who, what }) => who.kind === "agent" && who.id === id && work.includes(what));

/** Agents do not read what somebody else has nor, where the desk wants it so, what others closed; supervisors and owners read everything. */
export function mayRead(
  { id, role }: Pick<Person, "id" | "role">,
  ticket: Pick<Ticket, "state" | "audit">,
  { closedByOthers }: Pick<ReadingRules, "closedByOthers">,
): boolean {
  if (isAtLeast(role, "supervisor")) return true;
  if (!isOpen(ticket)) return closedByOthers === "everybody" || workedOn(id, ticket);
  const holder = holderOf(ticket);
  return holder === null || holder === id;
}

/** Owners invite everybody, supervisors invite agents. */
export const mayInvite = (inviter: Role, invited: Role): boolean =>
  inviter === "owner" || (inviter === "supervisor" && invited === "agent");

/** What somebody may do at the desk; each also does what the ones before do. */
export const Role = z.enum(["agent", "supervisor", "owner"]);
export type Role = z.infer<typeof Role>;

export const PersonEmail = z
  .string()
  .max(320)
  .overwrite(comparableEmail)
  .refine(isMailAddress, "takes an e-mail address");
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cf}]+$/u);

/** A password as it is kept: what scrypt made of it, and how. */
export const StoredPassword = z.object({
  kdf: z.literal("scrypt"),
  cost: z.number().int(),
  blockSize: z.number().int(),
  parallel: z.number().int(),
  salt: z.string(),
  hash: z.string(),
});
export type StoredPassword = z.infer<typeof StoredPassword>;

/** A second factor: the codes of an authenticator (RFC 6238), and those for when it is lost. */
export const StoredTotp = z.object({
  /** base 32 */
  secret: z.string(),
  /** the time step of the newest code that was used; none is good twice */
  lastStep: z.number().int(),
  /** hashes of the codes for when the authenticator is lost, each good once */
  recovery: z.array(z.string()),
});
export type StoredTotp = z.infer<typeof StoredTotp>;

/** A Microsoft account: the tenant and the object id in it, which no rename changes and nobody chooses. */
export const EntraIdentity = z.object({ tenant: z.guid(), objectId: z.guid() });
export type EntraIdentity = z.infer<typeof EntraIdentity>;

/** An account at an OpenID Connect provider. */
export const OidcIdentity = z.object({ issuer: z.string(), subject: z.string() });
export type OidcIdentity = z.infer<typeof OidcIdentity>;

/** One of the desk's people. */
export const Person = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  teams: z.array(z.string()),
  /** null: they sign in by a provider alone */
  password: StoredPassword.nullable(),
  since: z.iso.datetime(),
  /** cannot sign in any more */
  disabled: z.boolean(),
  /** by which they are known in Teams; null: they are not */
  entra: EntraIdentity.nullable().default(null),
  /** by which they sign in with the provider; null: they do not */
  oidc: OidcIdentity.nullable().default(null),
  /** null: the password is enough */
  totp: StoredTotp.nullable().default(null),
});
export type Person = z.infer<typeof Person>;

/** Somebody who was asked to join and has not done so yet. */
export const Invitation = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  teams: z.array(z.string()),
  by: z.string(),
  /** null: before this was kept */
  madeAt: z.iso.datetime().nullable().default(null),
  until: z.iso.datetime(),
});
export type Invitation = z.infer<typeof Invitation>;

/** A link that lets somebody in without a password: it makes the first owner, or gives an account another password. It goes when it is used. */
export const EntryLink = z.object({
  id: z.string(),
  kind: z.enum(["owner", "sign-in"]),
  /** whose account; null: the owner's, which is yet to be made */
  agent: z.string().nullable(),
  madeAt: z.iso.datetime(),
  until: z.iso.datetime(),
});
export type EntryLink = z.infer<typeof EntryLink>;

/** Everybody, as they are kept. */
export const AccountDocument = z.object({
  people: z.array(Person).readonly(),
  invitations: z.array(Invitation).readonly(),
  links: z.array(EntryLink).readonly().default([]),
});
export type AccountDocument = z.infer<typeof AccountDocument>;

/** The name that the person in the conversation sees. */
export const firstNameOf = ({ name }: Pick<Person, "name">): string => name.trim().split(/\s+/u)[0] ?? name;

/** Finds somebody who may sign in. */
export const activePerson = (people: AccountDocument, id: string): Person | undefined =>
  people.people.find((person) => person.id === id && !person.disabled);

/** The same for a Microsoft account however its ids are written. */
export const entraKey = ({ tenant, objectId }: EntraIdentity): string =>
  `${tenant}/${objectId}`.toLowerCase();

/** The same for the same account at a provider. */
export const oidcKey = ({ issuer, subject }: OidcIdentity): string => JSON.stringify([issuer, subject]);

/** Finds whoever is linked to a Microsoft account, also when they may not sign in any more. */
export const linkedTo = (
  { people }: Pick<AccountDocument, "people">,
  identity: EntraIdentity,
): Person | undefined => people.find(({ entra }) => entra !== null && entraKey(entra) === entraKey(identity));

/** Finds whoever is linked to an account at a provider, also when they may not sign in any more. */
export const signedInAs = (
  { people }: Pick<AccountDocument, "people">,
  identity: OidcIdentity,
): Person | undefined => people.find(({ oidc }) => oidc !== null && oidcKey(oidc) === oidcKey(identity));

/** How the desk's people sign in and for how long; part of data/desk.json. */
export const SignInRules = z.strictObject({
  idleHours: z
    .number()
    .positive()
    .max(168)
    .default(8)
    .describe("Hours without a request after which a session ends."),
  longestHours: z
    .number()
    .positive()
    .max(168)
    .default(168)
    .describe("Hours after its start at which a session ends."),
  stepUpMinutes: z
    .number()
    .positive()
    .max(1440)
    .default(10)
    .describe("Minutes after a sign-in or reauthentication during which sensitive actions need no password."),
  codeFor: z
    .array(Role)
    .default([])
    .describe('Roles that must set up two-step sign-in, such as `["owner"]`.'),
  provider: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .optional()
    .describe("Name of the provider on the sign-in button. Absent: its host."),
  groups: z
    .record(z.string(), Role)
    .default({})
    .describe(
      'Roles of the provider\'s groups, such as `{ "desk-owners": "owner" }`. They decide who comes in by the provider. Empty: only people with an account here.',
    ),
  groupsClaim: z.string().min(1).default("groups").describe("Claim in which the provider lists groups."),
});
export type SignInRules = z.infer<typeof SignInRules>;

/** What agents may read, and when reading is unusual; part of data/desk.json. */
export const ReadingRules = z.strictObject({
  closedByOthers: z
    .enum(["everybody", "supervisors"])
    .default("everybody")
    .describe(
      "Who reads closed conversations of others: `everybody`, or `supervisors` and owners alone. The shipped file says `supervisors`.",
    ),
  unusualPerHour: z
    .number()
    .int()
    .positive()
    .default(60)
    .describe(
      "Conversations of others that one account may open within an hour before the operator is warned.",
    ),
});
export type ReadingRules = z.infer<typeof ReadingRules>;
