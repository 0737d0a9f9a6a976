import type { Origins } from "../../origins.ts";
import type { ApiDesk } from "../desk.ts";
import { done, type Endpoint, endpoint } from "../endpoint.ts";
import { SignedOut } from "../schemas/sessions.ts";

/** What concerns the OpenID Connect provider; the way in by it is at /console/sign-in. */
export function providerEndpoints(desk: ApiDesk, { base }: Pick<Origins, "base">): Endpoint[] {
  const { accounts, provider, sessions } = desk;
  return [
    endpoint({
      method: "post",
      path: "/sign-out",
      beforeCode: true,
      summary: "Sign out, and tell where the browser signs out of the provider too; null: nowhere",
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
      summary: "Unlink one's account at the provider",
      stepUp: true,
      problems: ["no-password"],
      deed: { what: "provider account unlinked" },
      handle: async ({ me }) => {
        if (me.password === null) return { refused: "no-password" };
        const changed = await accounts.change(me.id, { oidc: null });
        return "refused" in changed ? changed : done;
      },
    }),
  ];
}
