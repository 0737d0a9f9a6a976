import type { Person } from "../../../people/person.ts";
import { firstNameOf } from "../../../people/person.ts";
import type { Refused } from "../../answer.ts";
import { needsCode, provenUntil } from "../admit.ts";
import { beginningOf } from "../beginning.ts";
import type { ApiDesk } from "../desk.ts";
import { signedInCookies } from "../device-cookie.ts";
import { done, type Endpoint, endpoint, openEndpoint, type Question, type Reply } from "../endpoint.ts";
import { SignedIn, SignIn, TakeUpAccount, TakeUpOwner } from "../schemas/people.ts";
import { StepUp } from "../schemas/sessions.ts";
import { sessionCookie } from "../session-token.ts";
import { trierIn, trierOf } from "../trier.ts";

/** Making an account, signing in and signing out. */
export function sessionEndpoints(desk: ApiDesk): Endpoint[] {
  const { accounts, sessions, signIn, human, rules, secure } = desk;
  const enter = async (
    how: "owner made" | "joined" | "signed in",
    found: Person | Refused,
    { req, audit }: Pick<Question<unknown, unknown>, "req" | "audit">,
    about: Record<string, string> = {},
  ): Promise<Reply<never>> => {
    if ("refused" in found) return found;
    await audit(how, about, found.id);
    const { token } = await sessions.start(
      found.id,
      beginningOf(req, how === "signed in" ? "password" : "link"),
    );
    return { done: signedInCookies(desk, req, { token, agent: found.id }) };
  };
  const leave: Reply<never> = { done: sessionCookie(null, secure) };
  return [
    openEndpoint({
      method: "post",
      path: "/owner",
      summary: "Make the account of the first owner, with the link that the desk printed at its start",
      body: TakeUpOwner,
      problems: ["bad-link", "link-used", "weak-password"],
      handle: async (question) => enter("owner made", await accounts.takeOwner(question.body), question),
    }),
    openEndpoint({
      method: "post",
      path: "/account",
      summary: "Take an invitation up",
      body: TakeUpAccount,
      problems: ["bad-link", "link-used", "weak-password", "account-exists"],
      handle: async (question) => {
        const { id = "", by = "" } = (await accounts.invitationOf(question.body.token)) ?? {};
        return enter("joined", await accounts.takeUp(question.body), question, { invitation: id, by });
      },
    }),
    openEndpoint({
      method: "post",
      path: "/session",
      summary: "Sign in",
      body: SignIn,
      problems: ["wrong-sign-in", "code-needed", "wrong-code", "locked-out"],
      handle: async (question) => {
        const found = await signIn(question.body, await trierOf(desk, question.req));
        return enter("signed in", found, question);
      },
    }),
    endpoint({
      method: "get",
      path: "/session",
      beforeCode: true,
      summary: "Who is signed in, and the token that writes carry as x-csrf-token",
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
          provenUntil: new Date(provenUntil(session, rules)).toISOString(),
        };
        return { value: { agent: { ...agent, presence: human.presence(id) }, csrf: session.csrf, signIn } };
      },
    }),
    endpoint({
      method: "post",
      path: "/step-up",
      beforeCode: true,
      summary: "Show anew who one is, for calls that refuse with step-up",
      body: StepUp,
      problems: ["wrong-sign-in", "code-needed", "wrong-code", "locked-out"],
      deed: { what: "signed in again" },
      handle: async ({ me, session, body }) => {
        const found = await signIn({ ...body, email: me.email }, trierIn(session));
        if ("refused" in found) return found;
        await sessions.prove(session.key);
        return done;
      },
    }),
    endpoint({
      method: "delete",
      path: "/session",
      beforeCode: true,
      summary: "Sign out",
      handle: async ({ session }) => {
        await sessions.end(session);
        return leave;
      },
    }),
  ];
}
