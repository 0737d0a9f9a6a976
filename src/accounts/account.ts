import { z } from "zod";
import { comparableEmail, isMailAddress } from "../runtime/email-address.ts";
import { isOpen, type Ticket } from "../store/ticket.ts";

const ranks: Record<Role, number> = { agent: 0, supervisor: 1, owner: 2 };

/** Returns whether a role includes another. */
export const isAtLeast = (role: Role, least: Role): boolean => ranks[role] >= ranks[least];

/** Returns the highest role; null for none. */
export const highestRole = (roles: readonly Role[]): Role | null =>
  roles.reduce<Role | null>((best, role) => (best !== null && isAtLeast(best, role) ? best : role), null);

/** Returns the id of the assignee, or null. */
const holderOf = ({ state }: Pick<Ticket, "state">): string | null =>
  state.kind === "claimed" || state.kind === "waiting" ? state.by : null;

const work: readonly string[] = ["claimed", "replied", "resolved"];

/** Reports whether somebody has worked on a ticket. */
const hasWorkedOn = (id: string, { audit }: Pick<Ticket, "audit">): boolean =>
  audit.some(({ who, what }) => who.kind === "agent" && who.id === id && work.includes(what));

/**
 * Returns whether somebody may read a ticket. Agents may not read those of other agents or, by setting, those
 * that others closed.
 */
export function mayRead(
  { id, role }: Pick<Person, "id" | "role">,
  ticket: Pick<Ticket, "state" | "audit">,
  { closedByOthers }: Pick<ReadingRules, "closedByOthers">,
): boolean {
  if (isAtLeast(role, "supervisor")) return true;
  if (!isOpen(ticket)) return closedByOthers === "everybody" || hasWorkedOn(id, ticket);
  const holder = holderOf(ticket);
  return holder === null || holder === id;
}

/** Returns whether a role may invite another: owners all, supervisors agents. */
export const mayInvite = (inviter: Role, invited: Role): boolean =>
  inviter === "owner" || (inviter === "supervisor" && invited === "agent");

/** Role at the desk; each includes the previous ones. */
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

/** A password hash with its scrypt parameters. */
export const StoredPassword = z.object({
  kdf: z.literal("scrypt"),
  cost: z.number().int(),
  blockSize: z.number().int(),
  parallel: z.number().int(),
  salt: z.string(),
  hash: z.string(),
});
export type StoredPassword = z.infer<typeof StoredPassword>;

/** Second factor: authenticator secret (RFC 6238) and recovery codes. */
export const StoredTotp = z.object({
  /** base32 */
  secret: z.string(),
  /** time step of the last used code, because codes are single-use */
  lastStep: z.number().int(),
  /** hashes of unused recovery codes */
  recovery: z.array(z.string()),
});
export type StoredTotp = z.infer<typeof StoredTotp>;

/** A Microsoft account: tenant and object id, which are stable and assigned by Microsoft. */
export const EntraIdentity = z.object({ tenant: z.guid(), objectId: z.guid() });
export type EntraIdentity = z.infer<typeof EntraIdentity>;

/** An account at an OpenID Connect provider. */
export const OidcIdentity = z.object({ issuer: z.string(), subject: z.string() });
export type OidcIdentity = z.infer<typeof OidcIdentity>;

/** A staff account. */
export const Person = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  teams: z.array(z.string()),
  /** null: sign-in by a provider only */
  password: StoredPassword.nullable(),
  since: z.iso.datetime(),
  /** cannot sign in */
  disabled: z.boolean(),
  /** linked Microsoft account; null: none */
  entra: EntraIdentity.nullable().default(null),
  /** linked provider account; null: none */
  oidc: OidcIdentity.nullable().default(null),
  /** null: no second factor */
  totp: StoredTotp.nullable().default(null),
});
export type Person = z.infer<typeof Person>;

/** An open invitation. */
export const Invitation = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  teams: z.array(z.string()),
  by: z.string(),
  /** null: created before this field existed */
  madeAt: z.iso.datetime().nullable().default(null),
  until: z.iso.datetime(),
});
export type Invitation = z.infer<typeof Invitation>;

/** A single-use link that creates the owner account, or sets a new password. */
export const EntryLink = z.object({
  id: z.string(),
  kind: z.enum(["owner", "sign-in"]),
  /** account of the link; null: the owner account, which does not exist yet */
  agent: z.string().nullable(),
  madeAt: z.iso.datetime(),
  until: z.iso.datetime(),
});
export type EntryLink = z.infer<typeof EntryLink>;

/** Stored form of all accounts, invitations and links. */
export const AccountDocument = z.object({
  people: z.array(Person).readonly(),
  invitations: z.array(Invitation).readonly(),
  links: z.array(EntryLink).readonly().default([]),
});
export type AccountDocument = z.infer<typeof AccountDocument>;

/** Returns the first name, which is shown to people. */
export const firstNameOf = ({ name }: Pick<Person, "name">): string => name.trim().split(/\s+/u)[0] ?? name;

/** Finds an active account. */
export const activePerson = (people: AccountDocument, id: string): Person | undefined =>
  people.people.find((person) => person.id === id && !person.disabled);

/** Returns a canonical key of a Microsoft account. */
export const entraKey = ({ tenant, objectId }: EntraIdentity): string =>
  `${tenant}/${objectId}`.toLowerCase();

/** Returns a canonical key of a provider account. */
export const oidcKey = ({ issuer, subject }: OidcIdentity): string => JSON.stringify([issuer, subject]);

/** Finds the account linked to a Microsoft account, also a disabled one. */
export const findByEntra = (
  { people }: Pick<AccountDocument, "people">,
  identity: EntraIdentity,
): Person | undefined => people.find(({ entra }) => entra !== null && entraKey(entra) === entraKey(identity));

/** Finds the account linked to a provider account, also a disabled one. */
export const findByOidc = (
  { people }: Pick<AccountDocument, "people">,
  identity: OidcIdentity,
): Person | undefined => people.find(({ oidc }) => oidc !== null && oidcKey(oidc) === oidcKey(identity));

/** Sign-in rules; part of data/desk.json. */
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

/** Rules for reading tickets, and the threshold of unusual reading; part of data/desk.json. */
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
