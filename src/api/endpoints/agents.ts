import type { z } from "zod";
import { type Invitation, mayInvite } from "../../accounts/account.ts";
import type { Session } from "../../accounts/session.ts";
import type { ProblemResponse } from "../../http/problems.ts";
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

/** Lists sessions as their owner sees them; `own` is the key of the session that asks. */
const sessionList = (sessions: readonly Session[], own: string) => ({
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

/** Defines the endpoints for sessions. Everyone manages their own, owners those of others too. */
export function signedInEndpoints({ accounts, sessions, secure }: ApiDesk): Endpoint[] {
  const endOne = async (agent: string, key: string): Promise<EndpointResult<never>> => {
    const session = (await sessions.list(agent)).find((listed) => listed.key === key);
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
      handle: async ({ me, session }) => sessionList(await sessions.list(me.id), session.key),
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
          : sessionList(await sessions.list(id), session.key),
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

type AgentChange = z.infer<typeof ChangeAgent>;

/** Returns what the audit log keeps of a change: chosen values, of linked accounts only which. */
function auditedChange({ entra, oidc, totp, ...changed }: AgentChange): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, String(value)])),
    ...(entra !== undefined && { entra: entra ? `${entra.tenant}/${entra.objectId}` : "none" }),
    ...(oidc === null && { provider: "none" }),
    ...(totp === null && { code: "none" }),
  };
}

/**
 * Changes an account. Returns a refusal, or the invitations that were revoked with it, because the account may no longer
 * give them.
 */
async function changeAccount(
  accounts: ApiDesk["accounts"],
  id: string,
  change: AgentChange,
): Promise<ProblemResponse | { revoked: readonly Invitation[] }> {
  const invited = (await accounts.invitations()).filter(({ by }) => by === id);
  const changed = await accounts.change(id, change);
  if ("refused" in changed) return changed;
  const left = new Set((await accounts.invitations()).map((invitation) => invitation.id));
  return { revoked: invited.filter((invitation) => !left.has(invitation.id)) };
}

/** Defines the endpoints for staff accounts and roles. */
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
        const changed = await changeAccount(accounts, id, body);
        if ("refused" in changed) return changed;
        if (body.disabled === true) await human.dismiss(id, actorOf(me));
        await audit("agent changed", { agent: id, ...auditedChange(body) });
        for (const { id: invitation, role } of changed.revoked)
          await audit("invitation ended", { invitation, role, maker: id });
        const agent = (await colleagues(desk, me)).find((colleague) => colleague.id === id);
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
