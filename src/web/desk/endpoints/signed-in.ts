import type { Session } from "../../../people/session.ts";
import type { ApiDesk } from "../desk.ts";
import { done, type Endpoint, endpoint, type Reply } from "../endpoint.ts";
import { Sessions } from "../schemas/sessions.ts";
import { sessionCookie } from "../session-token.ts";

const shown = (sessions: readonly Session[], own: string) => ({
  value: {
    sessions: sessions.map(({ key, startedAt, seenAt, by, from, browser }) => ({
      id: key,
      startedAt,
      seenAt,
      by,
      from,
      browser,
      current: key === own,
    })),
  },
});

/** Where people are signed in: everybody sees and ends their own sessions, owners those of others too. */
export function signedInEndpoints({ accounts, sessions, secure }: ApiDesk): Endpoint[] {
  const endOne = async (agent: string, key: string): Promise<Reply<never>> => {
    const session = (await sessions.list(agent)).find((one) => one.key === key);
    if (session === undefined) return { refused: "unknown-session" };
    await sessions.end(session);
    return done;
  };
  return [
    endpoint({
      method: "get",
      path: "/sessions",
      summary: "Where one is signed in",
      answer: Sessions,
      handle: async ({ me, session }) => shown(await sessions.list(me.id), session.key),
    }),
    endpoint({
      method: "delete",
      path: "/sessions",
      summary: "Sign out everywhere",
      deed: { what: "signed out everywhere" },
      handle: async ({ me }) => {
        await sessions.endAll(me.id);
        return { done: sessionCookie(null, secure) };
      },
    }),
    endpoint({
      method: "delete",
      path: "/sessions/:session",
      summary: "End one of one's own sessions",
      problems: ["unknown-session"],
      deed: { what: "session ended" },
      handle: ({ me, params: { session = "" } }) => endOne(me.id, session),
    }),
    endpoint({
      method: "get",
      path: "/agents/:id/sessions",
      summary: "Where somebody is signed in",
      least: "owner",
      answer: Sessions,
      problems: ["unknown-agent"],
      handle: async ({ session, params: { id = "" } }) =>
        (await accounts.person(id)) === undefined
          ? { refused: "unknown-agent" }
          : shown(await sessions.list(id), session.key),
    }),
    endpoint({
      method: "delete",
      path: "/agents/:id/sessions/:session",
      summary: "End somebody's session",
      least: "owner",
      problems: ["unknown-session"],
      deed: { what: "session ended" },
      handle: ({ params: { id = "", session = "" } }) => endOne(id, session),
    }),
  ];
}
