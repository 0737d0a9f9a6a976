import { beginningOf } from "../beginning.ts";
import type { ApiDesk } from "../desk.ts";
import { signedInCookies } from "../device-cookie.ts";
import { done, type Endpoint, endpoint, openEndpoint } from "../endpoint.ts";
import { ChangePassword, CheckedLink, CheckLink, TakeUpSignIn } from "../schemas/people.ts";
import { trierIn } from "../trier.ts";

/** Changing a password, by the one before or by a link, and looking at links. */
export function passwordEndpoints(desk: ApiDesk): Endpoint[] {
  const { passwords, checkLink, signIn, sessions } = desk;
  return [
    openEndpoint({
      method: "post",
      path: "/link",
      summary: "What a link is good for, and for whom, before it is taken up",
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
      summary: "Choose another password with a link that an operator made, and sign in",
      body: TakeUpSignIn,
      problems: ["bad-link", "link-used", "weak-password"],
      handle: async ({ body, req, audit }) => {
        const person = await passwords.takeLink(body);
        if ("refused" in person) return person;
        await audit("signed in by link", {}, person.id);
        const { token } = await sessions.start(person.id, beginningOf(req, "link"));
        return { done: signedInCookies(desk, req, { token, agent: person.id }) };
      },
    }),
    endpoint({
      method: "post",
      path: "/password",
      summary: "Change one's own password, which ends one's other sessions",
      body: ChangePassword,
      problems: ["wrong-sign-in", "locked-out", "weak-password"],
      handle: async ({ me, session, body: { current, next }, audit }) => {
        const known = await signIn({ email: me.email, password: current, code: null }, trierIn(session));
        if ("refused" in known) return known;
        const changed = await passwords.change(me, next, session.key);
        if ("refused" in changed) return changed;
        await audit("password changed");
        return done;
      },
    }),
  ];
}
