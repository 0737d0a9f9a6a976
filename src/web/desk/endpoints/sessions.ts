import type { Person } from "../../../people/person.ts";
import { firstNameOf } from "../../../people/person.ts";
import { addressOf, isOwnMachine } from "../../address.ts";
import type { Refused } from "../../answer.ts";
import type { ApiDesk } from "../desk.ts";
import { type Endpoint, endpoint, openEndpoint, type Question, type Reply } from "../endpoint.ts";
import { Sessions, SignedIn, SignIn, TakeUpAccount, TakeUpOwner } from "../schemas/people.ts";
import { sessionCookie } from "../session-token.ts";

/** Making an account, signing in and signing out. */
export function sessionEndpoints({ accounts, sessions, signIn, human, secure }: ApiDesk): Endpoint[] {
  const enter = async (
    how: "owner made" | "joined" | "signed in",
    found: Person | Refused,
    audit: Question<unknown, unknown>["audit"],
  ): Promise<Reply<never>> => {
    if ("refused" in found) return found;
    await audit(how, {}, found.id);
    const { token } = await sessions.start(found.id);
    return { done: sessionCookie(token, secure) };
  };
  const leave: Reply<never> = { done: sessionCookie(null, secure) };
  return [
    openEndpoint({
      method: "post",
      path: "/owner",
      summary: "Make the account of the first owner, with the link that the desk printed at its start",
      body: TakeUpOwner,
      problems: ["bad-link", "link-used", "weak-password"],
      handle: async ({ body, audit }) => enter("owner made", await accounts.takeOwner(body), audit),
    }),
    openEndpoint({
      method: "post",
      path: "/account",
      summary: "Take an invitation up",
      body: TakeUpAccount,
      problems: ["bad-link", "link-used", "weak-password", "account-exists"],
      handle: async ({ body, audit }) => enter("joined", await accounts.takeUp(body), audit),
    }),
    openEndpoint({
      method: "post",
      path: "/session",
      summary: "Sign in",
      body: SignIn,
      problems: ["wrong-sign-in", "locked-out", "too-fast"],
      handle: async ({ body, req, audit }) => {
        const address = addressOf(req);
        return enter("signed in", await signIn(body, isOwnMachine(address) ? null : address), audit);
      },
    }),
    endpoint({
      method: "get",
      path: "/session",
      summary: "Who is signed in, and the token that writes carry as x-csrf-token",
      answer: SignedIn,
      handle: ({ me, session }) => {
        const { id, email, name, role, teams } = me;
        const agent = { id, email, name, firstName: firstNameOf(me), role, teams };
        return { value: { agent: { ...agent, presence: human.presence(id) }, csrf: session.csrf } };
      },
    }),
    endpoint({
      method: "delete",
      path: "/session",
      summary: "Sign out",
      handle: async ({ session }) => {
        await sessions.end(session);
        return leave;
      },
    }),
    endpoint({
      method: "get",
      path: "/sessions",
      summary: "Where else one is signed in",
      answer: Sessions,
      handle: async ({ me, session }) => ({
        value: {
          sessions: (await sessions.list(me.id)).map(({ key, startedAt, seenAt }) => ({
            startedAt,
            seenAt,
            current: key === session.key,
          })),
        },
      }),
    }),
    endpoint({
      method: "delete",
      path: "/sessions",
      summary: "Sign out everywhere",
      handle: async ({ me, audit }) => {
        await sessions.endAll(me.id);
        await audit("signed out everywhere");
        return leave;
      },
    }),
  ];
}
