import { newSecret, takeSecret } from "../../../people/second-factor.ts";
import { needsCode } from "../admit.ts";
import type { ApiDesk } from "../desk.ts";
import { done, type Endpoint, endpoint } from "../endpoint.ts";
import { NewSecret, RecoveryCodes, TakeSecret } from "../schemas/sessions.ts";

/** The second factor of local accounts: codes of an authenticator (RFC 6238). */
export function secondFactorEndpoints({ accounts, rules, now }: ApiDesk): Endpoint[] {
  return [
    endpoint({
      method: "post",
      path: "/totp",
      summary: "A secret for one's authenticator; nothing is kept yet",
      stepUp: true,
      beforeCode: true,
      answer: NewSecret,
      handle: () => ({ value: { secret: newSecret() } }),
    }),
    endpoint({
      method: "put",
      path: "/totp",
      summary:
        "From now on sign in with a code of the authenticator too; gives the codes for when it is lost",
      stepUp: true,
      beforeCode: true,
      body: TakeSecret,
      answer: RecoveryCodes,
      problems: ["wrong-code"],
      deed: { what: "second factor set" },
      handle: async ({ me, body: { secret, code } }) => {
        const taken = takeSecret(secret, code, now());
        if (taken === null) return { refused: "wrong-code" };
        const changed = await accounts.change(me.id, { totp: taken.kept });
        return "refused" in changed ? changed : { value: { recovery: taken.recovery } };
      },
    }),
    endpoint({
      method: "delete",
      path: "/totp",
      summary: "Sign in without codes again, where the desk allows that",
      stepUp: true,
      problems: ["code-required"],
      deed: { what: "second factor removed" },
      handle: async ({ me, session }) => {
        if (needsCode({ me: { ...me, totp: null }, session }, rules)) return { refused: "code-required" };
        const changed = await accounts.change(me.id, { totp: null });
        return "refused" in changed ? changed : done;
      },
    }),
  ];
}
