import { z } from "zod";
import { EntraIdentity } from "../../accounts/account.ts";
import type { Accounts } from "../../accounts/accounts.ts";
import { actorOf } from "../../api/colleagues.ts";
import type { AuditAction } from "../../audit/audit-entry.ts";
import type { AuditRecorder } from "../../audit/audit-log.ts";
import type { Messages } from "../../guide/messages.ts";
import type { Store } from "../../store/store.ts";
import type { Actor, HumanDesk } from "../../tickets/human-desk.ts";
import { unpromptedCommit } from "../context.ts";
import { type IncomingActivity, wholeChannel } from "../incoming-activity.ts";
import type { Channel, Channels } from "./channels.ts";

interface BringWaitingParts {
  /** store that adds outbox entries to each commit */
  store: Pick<Store, "commitTurn">;
  human: Pick<HumanDesk, "queue">;
  now: () => number;
}

/** limit, because Teams throttles longer bursts */
const MOST = 50;

/** Posts the first tickets of the queue to the channel, by empty commits that add outbox entries. */
async function bringWaiting({ store, human, now }: BringWaitingParts): Promise<void> {
  for (const { ticket } of (await human.queue()).slice(0, MOST))
    await store.commitTurn(unpromptedCommit(ticket.conversationId, now()));
}

const TeamsData = z.object({
  tenant: z.object({ id: z.string() }).optional().catch(undefined),
  team: z.object({ id: z.string() }).optional().catch(undefined),
});

const dataOf = ({ channelData }: IncomingActivity): z.infer<typeof TeamsData> =>
  TeamsData.safeParse(channelData).data ?? {};

/** Returns the team channel of an activity; null for other conversations. */
export function channelOf(activity: IncomingActivity): Channel | null {
  const { channelId, conversation, recipient, serviceUrl } = activity;
  if (channelId !== "msteams" || conversation.conversationType !== "channel") return null;
  return {
    id: wholeChannel(conversation.id),
    team: dataOf(activity).team?.id ?? null,
    serviceUrl,
    bot: recipient.id,
  };
}

/** Returns the sender's Microsoft account; null when there is none. */
function accountOf(activity: IncomingActivity): EntraIdentity | null {
  const tenant = dataOf(activity).tenant?.id ?? activity.conversation.tenantId;
  return EntraIdentity.safeParse({ tenant, objectId: activity.from.aadObjectId }).data ?? null;
}

/** Returns the team from which the app was removed; null for other activities. */
export const teamRemovedFrom = (activity: IncomingActivity): string | null =>
  activity.type === "installationUpdate" && String(activity["action"]).startsWith("remove")
    ? (dataOf(activity).team?.id ?? null)
    : null;

export interface ChooseParts extends BringWaitingParts {
  channels: Pick<Channels, "choose">;
  agents: ChannelAgents;
  words: Messages;
}

/** Returns whether a text is the command that chooses the channel. */
export const isChoice = (text: string): boolean => /^\/?desk\s+here\W*$/i.test(text.trim());

/**
 * Handles the command of an owner: chooses the channel for tickets, and posts the waiting ones. Returns the
 * reply.
 */
export async function choose(parts: ChooseParts, activity: IncomingActivity): Promise<string> {
  const { channels, agents, words } = parts;
  const channel = channelOf(activity);
  if (channel === null) return words("support-channel.not-a-channel");
  const about = { channel: channel.id };
  const actor = await agents.find(activity, { ...about, tried: "desk here" });
  if (actor?.role !== "owner") {
    if (actor !== null) await agents.did(actor, "support channel refused", about);
    return words("support-channel.owners-only");
  }
  await channels.choose(channel);
  await agents.did(actor, "support channel chosen", about);
  await bringWaiting(parts);
  return words("support-channel.chosen");
}

export interface AgentsParts {
  accounts: Pick<Accounts, "personByEntra">;
  audit: AuditRecorder;
}

/** Staff members in Teams, and their audit entries. */
export interface ChannelAgents {
  /**
   * Finds an agent by Microsoft account; null for a stranger, which is audited. `about`: the attempted
   * action.
   */
  find(activity: IncomingActivity, about: Record<string, string>): Promise<Actor | null>;
  did(actor: Actor, what: AuditAction, about: Record<string, string>): Promise<void>;
}

/** stands for the network address in audit entries */
const from = "Teams";

export function makeAgents({ accounts, audit }: AgentsParts): ChannelAgents {
  return {
    async find(activity, about) {
      const account = accountOf(activity);
      const person = account === null ? undefined : await accounts.personByEntra(account);
      if (person !== undefined) return { ...actorOf(person), inTeams: true };
      const who = { kind: "agent", id: "unknown" } as const;
      await audit({ who, from, what: "unknown Microsoft account", about: { ...account, ...about } });
      return null;
    },
    did: ({ id }, what, about) => audit({ who: { kind: "agent", id }, from, what, about }),
  };
}
