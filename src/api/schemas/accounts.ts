import { z } from "zod";
import { PersonEmail as Email, EntraIdentity, PersonName as Name, Role } from "../../accounts/account.ts";
import { SignInWay } from "../../accounts/session.ts";
import { KeyKind } from "../../keys/key-kinds.ts";

/** Metadata of a key, without the key itself. */
export const KeyLine = z
  .object({
    kind: KeyKind,
    madeAt: z.iso.datetime(),
    /** until when previous keys are accepted; null: there are none */
    before: z.iso.datetime().nullable(),
    /** set in the environment, so not rotatable here */
    fixed: z.boolean(),
  })
  .meta({ id: "KeyLine" });
export type KeyLine = z.infer<typeof KeyLine>;
export const KeyLines = z.object({ keys: z.array(KeyLine) });

/** `atOnce`: voids the previous key immediately, because it leaked. */
export const RotateKey = z.strictObject({ atOnce: z.boolean() });

/** `secret`: the new key, for kinds that programs need. */
export const RotatedKey = z.object({ before: z.iso.datetime().nullable(), secret: z.string().nullable() });

/** An authenticator code or a recovery code. */
const Code = z.string().min(1).max(30);

/** A session, as listed. The id grants nothing. */
export const SignedInAt = z
  .object({
    id: z.string(),
    startedAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    by: SignInWay,
    /** network address */
    from: z.string().nullable(),
    /** `User-Agent` */
    browser: z.string(),
    current: z.boolean(),
  })
  .meta({ id: "SignedInAt" });
export type SignedInAt = z.infer<typeof SignedInAt>;

export const SessionList = z.object({ sessions: z.array(SignedInAt) });

/** URL at which the browser also signs out of the provider. */
export const SignedOut = z.object({ location: z.url().nullable() });

/** Proof of identity for a step-up. */
export const StepUpRequest = z.strictObject({ password: z.string().min(1).max(256), code: Code.optional() });

export const NewSecret = z.object({ secret: z.string() });
/** The secret that the authenticator stores, and its first code. */
export const TakeSecret = z.strictObject({ secret: z.string().regex(/^[A-Z2-7]{32}$/), code: Code });
/** Single-use recovery codes; returned only once. */
export const RecoveryCodes = z.object({ recovery: z.array(z.string()) });

export type { Role } from "../../accounts/account.ts";

export const AgentPresence = z.enum(["available", "busy", "away", "offline"]);

const Password = z.string().min(1).max(256);
const LinkToken = z.string().min(1).max(2000);
const Teams = z.array(z.string().min(1).max(60)).max(50);

/** `code` is required when the account has a second factor. */
export const SignIn = z.strictObject({
  email: z.string().max(254),
  password: Password,
  code: Code.optional(),
});
/** Microsoft token, as Teams issues it to a tab. */
export const SignInByMicrosoft = z.strictObject({ token: z.string().min(1).max(8192) });
export const BearerSession = z.object({ token: z.string() });
export const TakeUpOwner = z.strictObject({
  token: LinkToken,
  email: Email,
  password: Password,
  name: Name,
});
export const TakeUpAccount = z.strictObject({ token: LinkToken, password: Password, name: Name });
/** Sets a new password by an operator's link. */
export const TakeUpSignIn = z.strictObject({ token: LinkToken, password: Password });
export const CheckLink = z.strictObject({ token: LinkToken });
/** Purpose and account of a link. */
export const CheckedLink = z.object({
  kind: z.enum(["owner", "invitation", "sign-in"]),
  name: z.string().nullable(),
  email: z.string().nullable(),
});
export const ChangePassword = z.strictObject({ current: Password, next: Password });
export const Invite = z.strictObject({ email: Email, name: Name, role: Role, teams: Teams });
export const ChangeAgent = z.strictObject({
  role: Role.optional(),
  teams: Teams.optional(),
  disabled: z.boolean().optional(),
  /** linked Microsoft account, used in Teams; null unlinks it */
  entra: z.strictObject(EntraIdentity.shape).nullable().optional(),
  /** null unlinks the provider account */
  oidc: z.null().optional(),
  /** null removes the second factor */
  totp: z.null().optional(),
});
/** `offline` cannot be chosen: it means that no console is open. */
export const SetPresence = z.strictObject({ presence: AgentPresence.exclude(["offline"]) });

/** The signed-in account. */
export const Me = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    firstName: z.string(),
    role: Role,
    teams: z.array(z.string()),
    presence: AgentPresence,
  })
  .meta({ id: "Me" });

/** Sign-in state: current method, available methods, and the end of the step-up. */
const SignInState = z.object({
  by: SignInWay,
  password: z.boolean(),
  /** whether a provider account is linked */
  provider: z.boolean(),
  /** whether a second factor is set up */
  code: z.boolean(),
  /** whether a second factor must be set up first */
  codeWanted: z.boolean(),
  provenUntil: z.iso.datetime(),
});
export const SignedIn = z.object({
  agent: Me,
  csrf: z.string(),
  signIn: SignInState,
  /** version of the program */
  version: z.string(),
});

/** A staff member, as colleagues see them. `load` is the number of open tickets. */
export const Colleague = z
  .object({
    id: z.string(),
    name: z.string(),
    firstName: z.string(),
    email: z.string().optional(),
    role: Role,
    teams: z.array(z.string()),
    presence: AgentPresence,
    load: z.number().int().nonnegative(),
    disabled: z.boolean(),
    entra: EntraIdentity.nullable().optional(),
    /** whether a second factor is set up */
    code: z.boolean().optional(),
  })
  .meta({ id: "Colleague" });
export type Colleague = z.infer<typeof Colleague>;

export const Team = z.object({ id: z.string(), title: z.string() }).meta({ id: "Team" });
export type Team = z.infer<typeof Team>;

export const AgentList = z.object({ agents: z.array(Colleague), teams: z.array(Team) });
export const InvitationLink = z.object({ link: z.string(), id: z.string(), until: z.iso.datetime() });

/** Creator of a link: an account, or null for an operator. */
const Maker = z.object({ id: z.string(), name: z.string() }).nullable();

/** An open invitation. The id grants nothing. */
export const OpenInvitation = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: Role,
    teams: z.array(z.string()),
    by: Maker,
    madeAt: z.iso.datetime().nullable(),
    until: z.iso.datetime(),
    uses: z.literal(1),
  })
  .meta({ id: "OpenInvitation" });
export type OpenInvitation = z.infer<typeof OpenInvitation>;
export const OpenInvitations = z.object({ invitations: z.array(OpenInvitation) });

/** An open sign-in link. The id grants nothing. */
export const OpenLink = z
  .object({
    id: z.string(),
    kind: z.enum(["owner", "sign-in"]),
    /** account of the link */
    agent: Maker,
    madeAt: z.iso.datetime(),
    until: z.iso.datetime(),
    uses: z.literal(1),
  })
  .meta({ id: "OpenLink" });
export type OpenLink = z.infer<typeof OpenLink>;
export const OpenLinks = z.object({ links: z.array(OpenLink) });
export const ChangedAgent = z.object({ agent: Colleague });
