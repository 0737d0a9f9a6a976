import { acceptSecret, newSecret } from "../../accounts/sign-in.ts";
import type { Origins } from "../../http/settings.ts";
import type { ApiDesk } from "../api-context.ts";
import { loginAttemptIn, needsCode, sessionStartOf, signedInCookies } from "../authenticate.ts";
import { done, type Endpoint, endpoint, openEndpoint } from "../endpoint.ts";
import {
  ChangePassword,
  CheckedLink,
  CheckLink,
  NewSecret,
  RecoveryCodes,
  SignedOut,
  TakeSecret,
  TakeUpSignIn,
} from "../schemas/accounts.ts";

/** Defines the endpoints for the OpenID Connect provider. Sign-in itself is at /console/sign-in. */
export function providerEndpoints(desk: ApiDesk, { base }: Pick<Origins, "base">): Endpoint[] {
  const { accounts, provider, sessions } = desk;
  return [
    endpoint({
      method: "post",
      path: "/sign-out",
      beforeCode: true,
      summary: "Signs out, and returns where the browser signs out of the provider too; null: nowhere",
      answer: SignedOut,
      handle: async ({ session, req }) => {
        const home = base(req);
        const there = session.provider;
        const location =
          provider === null || there === null || home === null
            ? null
            : await provider.provider.signOut(there.idToken, `${home}/console/`);
        await sessions.end(session);
        return { value: { location } };
      },
    }),
    endpoint({
      method: "delete",
      path: "/provider-account",
      summary: "Unlinks one's account at the provider",
      stepUp: true,
      problems: ["no-password"],
      audited: { what: "provider account unlinked" },
      handle: async ({ me }) => {
        if (me.password === null) return { refused: "no-password" };
        const changed = await accounts.change(me.id, { oidc: null });
        return "refused" in changed ? changed : done;
      },
    }),
  ];
}

/** Defines the endpoints for the second factor of local accounts: TOTP (RFC 6238). */
export function secondFactorEndpoints({ accounts, rules, now }: ApiDesk): Endpoint[] {
  return [
    endpoint({
      method: "post",
      path: "/totp",
      summary: "Returns a secret for an authenticator app; stores nothing yet",
      stepUp: true,
      beforeCode: true,
      answer: NewSecret,
      handle: () => ({ value: { secret: newSecret() } }),
    }),
    endpoint({
      method: "put",
      path: "/totp",
      summary: "Turns two-step sign-in on, and returns the recovery codes",
      stepUp: true,
      beforeCode: true,
      body: TakeSecret,
      answer: RecoveryCodes,
      problems: ["wrong-code"],
      audited: { what: "second factor set" },
      handle: async ({ me, body: { secret, code } }) => {
        const accepted = acceptSecret(secret, code, now());
        if (accepted === null) return { refused: "wrong-code" };
        const changed = await accounts.change(me.id, { totp: accepted.kept });
        return "refused" in changed ? changed : { value: { recovery: accepted.recovery } };
      },
    }),
    endpoint({
      method: "delete",
      path: "/totp",
      summary: "Turns two-step sign-in off, where the desk allows it",
      stepUp: true,
      problems: ["code-required"],
      audited: { what: "second factor removed" },
      handle: async ({ me, session }) => {
        if (needsCode({ me: { ...me, totp: null }, session }, rules)) return { refused: "code-required" };
        const changed = await accounts.change(me.id, { totp: null });
        return "refused" in changed ? changed : done;
      },
    }),
  ];
}

/** Defines the endpoints for passwords and sign-in links. */
export function passwordEndpoints(desk: ApiDesk): Endpoint[] {
  const { passwords, checkLink, signIn, sessions } = desk;
  return [
    openEndpoint({
      method: "post",
      path: "/link",
      summary: "Returns what a link is for, and for whom, before it is used",
      body: CheckLink,
      answer: CheckedLink,
      problems: ["bad-link", "link-used"],
      handle: async ({ body: { token } }) => {
        const checked = await checkLink(token);
        return "refused" in checked ? checked : { value: checked };
      },
    }),
    openEndpoint({
      method: "post",
      path: "/sign-in",
      summary: "Sets a new password with an operator's sign-in link, and signs in",
      body: TakeUpSignIn,
      problems: ["bad-link", "link-used", "weak-password"],
      handle: async ({ body, req, audit }) => {
        const person = await passwords.takeLink(body);
        if ("refused" in person) return person;
        await audit("signed in by link", {}, person.id);
        const { token } = await sessions.start(person.id, sessionStartOf(req, "link"));
        return { done: signedInCookies(desk, req, { token, agent: person.id }) };
      },
    }),
    endpoint({
      method: "post",
      path: "/password",
      summary: "Changes one's own password, and ends one's other sessions",
      body: ChangePassword,
      problems: ["wrong-sign-in", "locked-out", "weak-password"],
      handle: async ({ me, session, body: { current, next }, audit }) => {
        const known = await signIn(
          { email: me.email, password: current, code: null },
          loginAttemptIn(session),
        );
        if ("refused" in known) return known;
        const changed = await passwords.change(me, next, session.key);
        if ("refused" in changed) return changed;
        await audit("password changed");
        return done;
      },
    }),
  ];
}
