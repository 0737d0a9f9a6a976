import { mayInvite } from "../../accounts/account.ts";
import type { Session } from "../../accounts/session.ts";
import type { Origins } from "../../http/settings.ts";
import type { ApiDesk } from "../api-context.ts";
import { sessionCookie } from "../authenticate.ts";
import { actorOf, colleagues } from "../colleagues.ts";
import { done, type Endpoint, type EndpointResult, endpoint } from "../endpoint.ts";
import {
  AgentList,
  ChangeAgent,
  ChangedAgent,
  InvitationLink,
  Invite,
  SessionList,
  SetPresence,
} from "../schemas/accounts.ts";

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

/** Endpoints for sessions. Everyone manages their own, owners those of others too. */
export function signedInEndpoints({ accounts, sessions, secure }: ApiDesk): Endpoint[] {
  const endOne = async (agent: string, key: string): Promise<EndpointResult<never>> => {
    const session = (await sessions.list(agent)).find((one) => one.key === key);
    if (session === undefined) return { refused: "unknown-session" };
    await sessions.end(session);
    return done;
  };
  return [
    endpoint({
      method: "get",
      path: "/sessions",
      summary: "Lists one's own sessions",
      answer: SessionList,
      handle: async ({ me, session }) => shown(await sessions.list(me.id), session.key),
    }),
    endpoint({
      method: "delete",
      path: "/sessions",
      summary: "Ends all of one's own sessions",
      audited: { what: "signed out everywhere" },
      handle: async ({ me }) => {
        await sessions.endAll(me.id);
        return { done: sessionCookie(null, secure) };
      },
    }),
    endpoint({
      method: "delete",
      path: "/sessions/:session",
      summary: "Ends one of one's own sessions",
      problems: ["unknown-session"],
      audited: { what: "session ended" },
      handle: ({ me, params: { session = "" } }) => endOne(me.id, session),
    }),
    endpoint({
      method: "get",
      path: "/agents/:id/sessions",
      summary: "Lists the sessions of an account",
      least: "owner",
      answer: SessionList,
      problems: ["unknown-agent"],
      handle: async ({ session, params: { id = "" } }) =>
        (await accounts.person(id)) === undefined
          ? { refused: "unknown-agent" }
          : shown(await sessions.list(id), session.key),
    }),
    endpoint({
      method: "delete",
      path: "/agents/:id/sessions/:session",
      summary: "Ends a session of an account",
      least: "owner",
      problems: ["unknown-session"],
      audited: { what: "session ended" },
      handle: ({ params: { id = "", session = "" } }) => endOne(id, session),
    }),
  ];
}

/** Endpoints for staff accounts and roles. */
export function agentEndpoints(desk: ApiDesk, { base }: Pick<Origins, "base">): Endpoint[] {
  const { accounts, human, teams } = desk;
  const knowsAll = (wanted: readonly string[] = []): boolean =>
    wanted.every((id) => teams.some((team) => team.id === id));
  return [
    endpoint({
      method: "get",
      path: "/agents",
      summary: "Lists staff and teams; supervisors and owners also see e-mail addresses",
      answer: AgentList,
      handle: async ({ me }) => ({ value: { agents: await colleagues(desk, me), teams: [...teams] } }),
    }),
    endpoint({
      method: "post",
      path: "/agents",
      summary: "Invites a colleague: owners everybody, supervisors agents",
      least: "supervisor",
      stepUp: true,
      body: Invite,
      answer: InvitationLink,
      problems: ["account-exists", "unknown-team"],
      handle: async ({ me, body, req, audit }) => {
        if (!mayInvite(me.role, body.role)) return { refused: "not-allowed" };
        if (!knowsAll(body.teams)) return { refused: "unknown-team" };
        const home = base(req);
        if (home === null) return { refused: "bad-host" };
        const token = await accounts.invite(me, body);
        if (typeof token !== "string") return token;
        const { id = "", until = "" } = (await accounts.invitationOf(token)) ?? {};
        await audit("invited", { invitation: id, role: body.role, teams: body.teams.join(" ") });
        return { value: { link: `${home}/console/#account=${token}`, id, until } };
      },
    }),
    endpoint({
      method: "patch",
      path: "/agents/:id",
      summary:
        "Changes an account's role, teams or linked accounts, or disables it, which ends its sessions and returns its tickets to the queue",
      least: "owner",
      stepUp: true,
      body: ChangeAgent,
      answer: ChangedAgent,
      problems: ["unknown-agent", "unknown-team", "last-owner", "entra-linked", "identity-linked"],
      handle: async ({ me, body, params: { id = "" }, audit }) => {
        if (!knowsAll(body.teams)) return { refused: "unknown-team" };
        const invited = await accounts.invitations();
        const changed = await accounts.change(id, body);
        if ("refused" in changed) return changed;
        const left = new Set((await accounts.invitations()).map((one) => one.id));
        if (body.disabled === true) await human.dismiss(id, actorOf(me));
        const { entra, oidc, totp, ...rest } = body;
        const about = Object.entries(rest).map(([name, value]) => [name, String(value)]);
        const linked =
          entra === undefined ? {} : { entra: entra ? `${entra.tenant}/${entra.objectId}` : "none" };
        const unlinked = {
          ...(oidc === null && { provider: "none" }),
          ...(totp === null && { code: "none" }),
        };
        await audit("agent changed", { agent: id, ...Object.fromEntries(about), ...linked, ...unlinked });
        // invitations that the account may no longer give are revoked with its role
        for (const one of invited)
          if (one.by === id && !left.has(one.id))
            await audit("invitation ended", { invitation: one.id, role: one.role, maker: id });
        const agent = (await colleagues(desk, me)).find((one) => one.id === id);
        return agent === undefined ? { refused: "unknown-agent" } : { value: { agent } };
      },
    }),
    endpoint({
      method: "put",
      path: "/presence",
      summary: "Sets one's own presence",
      body: SetPresence,
      handle: ({ me, body }) => {
        human.setPresence(me.id, body.presence);
        return done;
      },
    }),
  ];
}
