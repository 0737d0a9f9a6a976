import { firstNameOf, type Person } from "../../accounts/account.ts";
import type { ProblemResponse } from "../../http/problems.ts";
import { version } from "../../runtime/version.ts";
import type { ApiDesk } from "../api-context.ts";
import {
  loginAttemptIn,
  loginAttemptOf,
  needsCode,
  reauthenticatedUntil,
  sessionCookie,
  sessionStartOf,
  signedInCookies,
} from "../authenticate.ts";
import {
  done,
  type Endpoint,
  type EndpointInput,
  type EndpointResult,
  endpoint,
  openEndpoint,
} from "../endpoint.ts";
import {
  BearerSession,
  SignedIn,
  SignIn,
  SignInByMicrosoft,
  StepUpRequest,
  TakeUpAccount,
  TakeUpOwner,
} from "../schemas/accounts.ts";

type Audit = EndpointInput<unknown, unknown>["audit"];
type Needs = Pick<ApiDesk, "accounts" | "devices" | "microsoft" | "secure" | "sessions" | "signIn">;

/** Defines the endpoints for sign-in without cookies, as in a Teams tab. */
export function bearerEndpoints(desk: Needs): Endpoint[] {
  const { accounts, microsoft, sessions, signIn } = desk;
  const byMicrosoft = async (token: string, audit: Audit): Promise<Person | ProblemResponse> => {
    const identity = await microsoft?.(token);
    if (!identity) return { refused: "bad-microsoft-token" };
    const person = await accounts.personByEntra(identity);
    if (person !== undefined) return person;
    await audit("unknown Microsoft account", { tenant: identity.tenant, objectId: identity.objectId });
    return { refused: "not-linked" };
  };
  const enter = async (
    how: "signed in" | "signed in by Microsoft",
    found: Person | ProblemResponse,
    { req, audit }: Pick<EndpointInput<unknown, unknown>, "req" | "audit">,
  ) => {
    if ("refused" in found) return found;
    await audit(how, {}, found.id);
    const { token } = await sessions.start(
      found.id,
      sessionStartOf(req, how === "signed in" ? "password" : "microsoft"),
    );
    return { value: { token } };
  };
  return [
    openEndpoint({
      method: "post",
      path: "/bearer-session",
      summary:
        "Signs in and returns the session's token, to show as Authorization: Bearer instead of a cookie",
      body: SignIn,
      answer: BearerSession,
      problems: ["wrong-sign-in", "code-needed", "wrong-code", "locked-out"],
      handle: async (input) => {
        const found = await signIn(input.body, await loginAttemptOf(desk, input.req));
        return enter("signed in", found, input);
      },
    }),
    openEndpoint({
      method: "post",
      path: "/microsoft-session",
      summary: "Signs in with the token that Teams gives to its tabs, for the account that is linked to it",
      body: SignInByMicrosoft,
      answer: BearerSession,
      problems: ["bad-microsoft-token", "not-linked"],
      handle: async (input) =>
        enter("signed in by Microsoft", await byMicrosoft(input.body.token, input.audit), input),
    }),
  ];
}

/** Defines the endpoints for account creation, sign-in and sign-out. */
export function sessionEndpoints(desk: ApiDesk): Endpoint[] {
  const { accounts, sessions, signIn, human, rules, secure } = desk;
  const enter = async (
    how: "owner made" | "joined" | "signed in",
    found: Person | ProblemResponse,
    { req, audit }: Pick<EndpointInput<unknown, unknown>, "req" | "audit">,
    about: Record<string, string> = {},
  ): Promise<EndpointResult<never>> => {
    if ("refused" in found) return found;
    await audit(how, about, found.id);
    const { token } = await sessions.start(
      found.id,
      sessionStartOf(req, how === "signed in" ? "password" : "link"),
    );
    return { done: signedInCookies(desk, req, { token, agent: found.id }) };
  };
  const leave: EndpointResult<never> = { done: sessionCookie(null, secure) };
  return [
    openEndpoint({
      method: "post",
      path: "/owner",
      summary: "Creates the first owner's account, with the link that the desk printed at its start",
      body: TakeUpOwner,
      problems: ["bad-link", "link-used", "weak-password"],
      handle: async (input) => enter("owner made", await accounts.takeOwner(input.body), input),
    }),
    openEndpoint({
      method: "post",
      path: "/account",
      summary: "Accepts an invitation and creates the account",
      body: TakeUpAccount,
      problems: ["bad-link", "link-used", "weak-password", "account-exists"],
      handle: async (input) => {
        const { id = "", by = "" } = (await accounts.invitationOf(input.body.token)) ?? {};
        return enter("joined", await accounts.takeUp(input.body), input, { invitation: id, by });
      },
    }),
    openEndpoint({
      method: "post",
      path: "/session",
      summary: "Signs in and sets the session cookie",
      body: SignIn,
      problems: ["wrong-sign-in", "code-needed", "wrong-code", "locked-out"],
      handle: async (input) => {
        const found = await signIn(input.body, await loginAttemptOf(desk, input.req));
        return enter("signed in", found, input);
      },
    }),
    endpoint({
      method: "get",
      path: "/session",
      beforeCode: true,
      summary: "Returns who is signed in, and the token that writes carry as x-csrf-token",
      answer: SignedIn,
      handle: ({ me, session }) => {
        const { id, email, name, role, teams } = me;
        const agent = { id, email, name, firstName: firstNameOf(me), role, teams };
        const signIn = {
          by: session.by,
          password: me.password !== null,
          provider: me.oidc !== null,
          code: me.totp !== null,
          codeWanted: needsCode({ me, session }, rules),
          provenUntil: new Date(reauthenticatedUntil(session, rules)).toISOString(),
        };
        const { csrf } = session;
        return { value: { agent: { ...agent, presence: human.presence(id) }, csrf, signIn, version } };
      },
    }),
    endpoint({
      method: "post",
      path: "/step-up",
      beforeCode: true,
      summary: "Reauthenticates, for endpoints that refuse with step-up",
      body: StepUpRequest,
      problems: ["wrong-sign-in", "code-needed", "wrong-code", "locked-out"],
      audited: { what: "signed in again" },
      handle: async ({ me, session, body }) => {
        const found = await signIn({ ...body, email: me.email }, loginAttemptIn(session));
        if ("refused" in found) return found;
        await sessions.prove(session.key);
        return done;
      },
    }),
    endpoint({
      method: "delete",
      path: "/session",
      beforeCode: true,
      summary: "Signs out",
      handle: async ({ session }) => {
        await sessions.end(session);
        return leave;
      },
    }),
  ];
}
