import type { Person } from "../../../people/person.ts";
import { addressOf, isOwnMachine } from "../../address.ts";
import type { Refused } from "../../answer.ts";
import type { ApiDesk } from "../desk.ts";
import { type Endpoint, openEndpoint } from "../endpoint.ts";
import { BearerSession, SignIn, SignInByMicrosoft } from "../schemas/people.ts";

type Needs = Pick<ApiDesk, "accounts" | "audit" | "microsoft" | "sessions" | "signIn">;

/** Signing in where a browser keeps no cookie of ours: in a tab of Teams. */
export function bearerEndpoints({ accounts, audit, microsoft, sessions, signIn }: Needs): Endpoint[] {
  const byMicrosoft = async (token: string): Promise<Person | Refused> => {
    const identity = await microsoft?.(token);
    if (!identity) return { refused: "bad-microsoft-token" };
    const person = await accounts.personByEntra(identity);
    if (person !== undefined) return person;
    audit("unknown Microsoft account", identity);
    return { refused: "not-linked" };
  };
  const enter = async (how: "signed in" | "signed in by Microsoft", found: Person | Refused) => {
    if ("refused" in found) return found;
    audit(how, { agent: found.id });
    const { token } = await sessions.start(found.id);
    return { value: { token } };
  };
  return [
    openEndpoint({
      method: "post",
      path: "/bearer-session",
      summary: "Sign in, and get the session's token to show as Authorization: Bearer instead of a cookie",
      body: SignIn,
      answer: BearerSession,
      problems: ["wrong-sign-in", "locked-out", "too-fast"],
      handle: async ({ body, req }) => {
        const address = addressOf(req);
        return enter("signed in", await signIn(body, isOwnMachine(address) ? null : address));
      },
    }),
    openEndpoint({
      method: "post",
      path: "/microsoft-session",
      summary: "The same with the token that Teams gives to its tabs, for whoever is linked to that account",
      body: SignInByMicrosoft,
      answer: BearerSession,
      problems: ["bad-microsoft-token", "not-linked"],
      handle: async ({ body }) => enter("signed in by Microsoft", await byMicrosoft(body.token)),
    }),
  ];
}
