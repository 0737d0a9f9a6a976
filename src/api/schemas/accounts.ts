import { z } from "zod";
import { PersonEmail as Email, EntraIdentity, PersonName as Name, Role } from "../../accounts/account.ts";
import { SignInWay } from "../../accounts/session.ts";
import { KeyKind } from "../../keys/key-kinds.ts";

/** The key of one kind, which itself is never told. */
export const KeyLine = z
  .object({
    kind: KeyKind,
    madeAt: z.iso.datetime(),
    /** until when those before it are read; null: there are none */
    before: z.iso.datetime().nullable(),
    /** it stands in the environment, and is changed there */
    fixed: z.boolean(),
  })
  .meta({ id: "KeyLine" });
export type KeyLine = z.infer<typeof KeyLine>;
export const KeyLines = z.object({ keys: z.array(KeyLine) });

/** `atOnce`: the one before has leaked, and what it signed is void. */
export const RotateKey = z.strictObject({ atOnce: z.boolean() });

/** `secret`: the new one where programs have to be given it. */
export const RotatedKey = z.object({ before: z.iso.datetime().nullable(), secret: z.string().nullable() });

/** A code of an authenticator, or one for when it is lost. */
const Code = z.string().min(1).max(30);

/** Where somebody is signed in. The id opens nothing. */
export const SignedInAt = z
  .object({
    id: z.string(),
    startedAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    by: SignInWay,
    /** a network address */
    from: z.string().nullable(),
    /** what the browser says it is */
    browser: z.string(),
    current: z.boolean(),
  })
  .meta({ id: "SignedInAt" });
export type SignedInAt = z.infer<typeof SignedInAt>;

export const SessionList = z.object({ sessions: z.array(SignedInAt) });

/** Where the browser signs out of the provider too. */
export const SignedOut = z.object({ location: z.url().nullable() });

/** Showing anew who one is. */
export const StepUpRequest = z.strictObject({ password: z.string().min(1).max(256), code: Code.optional() });

export const NewSecret = z.object({ secret: z.string() });
/** The secret that the authenticator has taken, and a code of it. */
export const TakeSecret = z.strictObject({ secret: z.string().regex(/^[A-Z2-7]{32}$/), code: Code });
/** Each is good once, in place of a code. They are shown this once. */
export const RecoveryCodes = z.object({ recovery: z.array(z.string()) });

export type { Role } from "../../accounts/account.ts";

export const AgentPresence = z.enum(["available", "busy", "away", "offline"]);

const Password = z.string().min(1).max(256);
const LinkToken = z.string().min(1).max(2000);
const Teams = z.array(z.string().min(1).max(60)).max(50);

/** The code is needed of whoever has a second factor. */
export const SignIn = z.strictObject({
  email: z.string().max(254),
  password: Password,
  code: Code.optional(),
});
/** A token of Microsoft's, as Teams gives it to a tab. */
export const SignInByMicrosoft = z.strictObject({ token: z.string().min(1).max(8192) });
export const BearerSession = z.object({ token: z.string() });
export const TakeUpOwner = z.strictObject({
  token: LinkToken,
  email: Email,
  password: Password,
  name: Name,
});
export const TakeUpAccount = z.strictObject({ token: LinkToken, password: Password, name: Name });
/** An existing account chooses another password, by a link that an operator made. */
export const TakeUpSignIn = z.strictObject({ token: LinkToken, password: Password });
export const CheckLink = z.strictObject({ token: LinkToken });
/** What a link is good for, and for whom. */
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
  /** by which they are known in Teams; null unlinks */
  entra: z.strictObject(EntraIdentity.shape).nullable().optional(),
  /** unlinks their account at the provider */
  oidc: z.null().optional(),
  /** takes away their second factor */
  totp: z.null().optional(),
});
/** `offline` is not chosen: it is what somebody without an open console is. */
export const SetPresence = z.strictObject({ presence: AgentPresence.exclude(["offline"]) });

/** Somebody of the desk as they see themselves. */
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

/** How somebody is signed in, and can be: until when they count as having shown who they are. */
const SignInState = z.object({
  by: SignInWay,
  password: z.boolean(),
  /** whether their account at the provider is linked */
  provider: z.boolean(),
  /** whether they sign in with a code too */
  code: z.boolean(),
  /** whether the desk wants that of them before they work */
  codeWanted: z.boolean(),
  provenUntil: z.iso.datetime(),
});
export const SignedIn = z.object({
  agent: Me,
  csrf: z.string(),
  signIn: SignInState,
  /** of the program */
  version: z.string(),
});

/** Somebody of the desk as the others see them. `load` counts the tickets they have. */
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
    /** whether they sign in with a code too */
    code: z.boolean().optional(),
  })
  .meta({ id: "Colleague" });
export type Colleague = z.infer<typeof Colleague>;

export const Team = z.object({ id: z.string(), title: z.string() }).meta({ id: "Team" });
export type Team = z.infer<typeof Team>;

export const AgentList = z.object({ agents: z.array(Colleague), teams: z.array(Team) });
export const InvitationLink = z.object({ link: z.string(), id: z.string(), until: z.iso.datetime() });

/** Who made a link: somebody of the desk, or null for an operator. */
const Maker = z.object({ id: z.string(), name: z.string() }).nullable();

/** An invitation that was not taken up yet. The id opens nothing. */
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

/** A link with which somebody comes in without a password. The id opens nothing. */
export const OpenLink = z
  .object({
    id: z.string(),
    kind: z.enum(["owner", "sign-in"]),
    /** whose account */
    agent: Maker,
    madeAt: z.iso.datetime(),
    until: z.iso.datetime(),
    uses: z.literal(1),
  })
  .meta({ id: "OpenLink" });
export type OpenLink = z.infer<typeof OpenLink>;
export const OpenLinks = z.object({ links: z.array(OpenLink) });
export const ChangedAgent = z.object({ agent: Colleague });
