import type { Person } from "../../../people/person.ts";
import type { Refused } from "../../answer.ts";
import { beginningOf } from "../beginning.ts";
import type { ApiDesk } from "../desk.ts";
import { type Endpoint, openEndpoint, type Question } from "../endpoint.ts";
import { BearerSession, SignIn, SignInByMicrosoft } from "../schemas/people.ts";
import { trierOf } from "../trier.ts";

type Audit = Question<unknown, unknown>["audit"];
type Needs = Pick<ApiDesk, "accounts" | "devices" | "microsoft" | "secure" | "sessions" | "signIn">;

/** Signing in where a browser keeps no cookie of ours: in a tab of Teams. */
export function bearerEndpoints(desk: Needs): Endpoint[] {
  const { accounts, microsoft, sessions, signIn } = desk;
  const byMicrosoft = async (token: string, audit: Audit): Promise<Person | Refused> => {
    const identity = await microsoft?.(token);
    if (!identity) return { refused: "bad-microsoft-token" };
    const person = await accounts.personByEntra(identity);
    if (person !== undefined) return person;
    await audit("unknown Microsoft account", { tenant: identity.tenant, objectId: identity.objectId });
    return { refused: "not-linked" };
  };
  const enter = async (
    how: "signed in" | "signed in by Microsoft",
    found: Person | Refused,
    { req, audit }: Pick<Question<unknown, unknown>, "req" | "audit">,
  ) => {
    if ("refused" in found) return found;
    await audit(how, {}, found.id);
    const { token } = await sessions.start(
      found.id,
      beginningOf(req, how === "signed in" ? "password" : "microsoft"),
    );
    return { value: { token } };
  };
  return [
    openEndpoint({
      method: "post",
      path: "/bearer-session",
      summary: "Sign in, and get the session's token to show as Authorization: Bearer instead of a cookie",
      body: SignIn,
      answer: BearerSession,
      problems: ["wrong-sign-in", "code-needed", "wrong-code", "locked-out"],
      handle: async (question) => {
        const found = await signIn(question.body, await trierOf(desk, question.req));
        return enter("signed in", found, question);
      },
    }),
    openEndpoint({
      method: "post",
      path: "/microsoft-session",
      summary: "The same with the token that Teams gives to its tabs, for whoever is linked to that account",
      body: SignInByMicrosoft,
      answer: BearerSession,
      problems: ["bad-microsoft-token", "not-linked"],
      handle: async (question) =>
        enter("signed in by Microsoft", await byMicrosoft(question.body.token, question.audit), question),
    }),
  ];
}
