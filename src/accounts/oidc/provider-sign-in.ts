import { randomBytes } from "node:crypto";
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { z } from "zod";
import type { AuditRecorder } from "../../audit/audit-log.ts";
import type { OidcConfig } from "../../config/oidc-config.ts";
import type { Keys } from "../../keys/keys.ts";
import type { AccountDocument, Person, SignInRules } from "../account.ts";
import type { Directory } from "../directory.ts";
import type { Sessions } from "../sessions.ts";
import {
  linkIdentity,
  type ProviderAccount,
  readProviderAccount,
  type SignInDenied,
  signInWithProvider,
} from "./first-sign-in.ts";
import { type FlowSeal, makeFlowSeal, makeSeal, type Seal } from "./flow.ts";
import { makeProvider, type Provider } from "./provider.ts";
import { makeRevalidation, type Revalidation } from "./revalidate.ts";

/** Scope of a logout: one provider session, or all of a subject. */
interface EndedThere {
  subject: string | null;
  sid: string | null;
}

/** Verifies a logout token; null when it is not valid here. */
type LogoutCheck = (token: string) => Promise<EndedThere | null>;

const KEYS_PATIENCE_MS = 3_000;
const CLOCK_SECONDS = 60;
const LOGOUT = "http://schemas.openid.net/event/backchannel-logout";

const Claims = z
  .object({
    sub: z.string().optional(),
    sid: z.string().optional(),
    events: z.object({ [LOGOUT]: z.object({}) }),
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/** Makes the verification of back-channel logout tokens (OpenID Connect Back-Channel Logout 1.0). */
function makeLogoutCheck(
  provider: Pick<Provider, "issuer" | "clientId" | "keysUrl">,
  tell: (error: unknown) => void,
): LogoutCheck {
  let known: JWTVerifyGetKey | null = null;
  const keys = async (): Promise<JWTVerifyGetKey | null> => {
    if (known !== null) return known;
    const url = await provider.keysUrl();
    known = url === null ? null : createRemoteJWKSet(new URL(url), { timeoutDuration: KEYS_PATIENCE_MS });
    return known;
  };
  return async (token) => {
    const key = await keys();
    if (key === null) return null;
    try {
      const { payload } = await jwtVerify(token, key, {
        issuer: provider.issuer,
        audience: provider.clientId,
        clockTolerance: CLOCK_SECONDS,
        requiredClaims: ["iat", "jti"],
        maxTokenAge: 300,
      });
      const { sub = null, sid = null } = Claims.parse(payload);
      return { subject: sub, sid };
    } catch (error) {
      if (!(error instanceof z.ZodError) && !(error instanceof errors.JOSEError)) throw error;
      tell(error);
      return null;
    }
  };
}

/** Sign-in by an OpenID Connect provider. */
export interface ProviderSignIn {
  /** label of the provider */
  name: string;
  provider: Provider;
  flows: FlowSeal;
  checkLogout: LogoutCheck;
  /** Signs in by verified claims; creates or updates the account. */
  enter(claims: Record<string, unknown>): Promise<Person | SignInDenied>;
  /** encrypts refresh tokens */
  seal: Seal;
  /** Revalidates sessions at the provider that are older than a day. */
  askAgain(): Promise<Revalidation>;
  /** Links the provider account to a signed-in account. */
  link(agent: string, claims: Record<string, unknown>): Promise<Person | SignInDenied>;
  /** Returns whether claims refer to an account. */
  isAbout(person: Person, claims: Record<string, unknown>): boolean;
}

/** Makes the sign-in by the provider; `tell` is called with errors of the provider. */
export function makeProviderSignIn(parts: {
  settings: OidcConfig;
  rules: Pick<SignInRules, "provider" | "groups" | "groupsClaim">;
  directory: Directory;
  sessions: Pick<Sessions, "list" | "end" | "atProvider">;
  record: AuditRecorder;
  keys: Pick<Keys, "of" | "usedBefore">;
  now: () => Date;
  tell: (error: unknown) => void;
}): ProviderSignIn {
  const { settings, rules, directory, sessions, record, keys, now, tell } = parts;
  const provider = makeProvider(settings, tell);
  const byGroups = Object.keys(rules.groups).length > 0;
  const changed = async (
    { identity }: ProviderAccount,
    change: (people: AccountDocument) => AccountDocument | SignInDenied,
  ): Promise<Person | SignInDenied> => {
    const next = await directory.change(change);
    if ("refused" in next) return next;
    return next.byOidc(identity) ?? { refused: "no-account" };
  };
  const enter = (claims: Record<string, unknown>): Promise<Person | SignInDenied> => {
    const newcomer = readProviderAccount(claims, rules);
    const made = { id: randomBytes(8).toString("hex"), now: now().toISOString() };
    return changed(newcomer, (people) => signInWithProvider(people, newcomer, byGroups, made));
  };
  const seal = makeSeal(keys);
  return {
    name: rules.provider ?? new URL(settings.issuer).host,
    provider,
    flows: makeFlowSeal(keys, now),
    checkLogout: makeLogoutCheck(provider, tell),
    enter,
    seal,
    askAgain: makeRevalidation({ provider, rules, directory, sessions, enter, seal, record, now }),
    link: (agent, claims) => {
      const newcomer = readProviderAccount(claims, rules);
      return changed(newcomer, (people) => linkIdentity(people, agent, newcomer.identity));
    },
    isAbout: ({ oidc }, claims) => {
      const { identity } = readProviderAccount(claims, rules);
      return oidc !== null && oidc.issuer === identity.issuer && oidc.subject === identity.subject;
    },
  };
}

const firstAfterMs = 5 * 60_000;
const everyMs = 3_600_000;

/** Revalidates due sessions every hour. Returns a handle that stops it. */
export function startRevalidation(
  { askAgain }: Pick<ProviderSignIn, "askAgain">,
  tell: (event: string, about: Record<string, unknown>) => void,
): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const round = (): void => {
    running = askAgain().then(
      (asked) => {
        if (asked.asked > 0) tell("provider asked again", { ...asked });
      },
      (error: unknown) => tell("provider not asked again", { error }),
    );
  };
  const first = setTimeout(round, firstAfterMs).unref();
  const every = setInterval(round, everyMs).unref();
  return {
    stop: async () => {
      clearTimeout(first);
      clearInterval(every);
      await running;
    },
  };
}
