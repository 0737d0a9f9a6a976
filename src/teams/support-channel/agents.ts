import { z } from "zod";
import { EntraIdentity } from "../../accounts/account.ts";
import type { Accounts } from "../../accounts/accounts.ts";
import { actorOf } from "../../api/colleagues.ts";
import type { AuditAction } from "../../audit/audit-entry.ts";
import type { AuditRecorder } from "../../audit/audit-log.ts";
import type { Messages } from "../../guide/messages.ts";
import type { Store } from "../../store/store.ts";
import type { Actor, HumanDesk } from "../../tickets/human-desk.ts";
import { unprompted } from "../context.ts";
import { type IncomingActivity, wholeChannel } from "../incoming-activity.ts";
import type { Channel, Channels } from "./channels.ts";

interface BringWaitingParts {
  /** the one that sends with what it stores */
  store: Pick<Store, "commitTurn">;
  human: Pick<HumanDesk, "queue">;
  now: () => number;
}

/** more would be held up for long by the rate that Teams takes */
const MOST = 50;

/** Has the tickets that wait already, the first ones of the queue, brought to the channel: by commits that hold nothing but what is sent with them. */
async function bringWaiting({ store, human, now }: BringWaitingParts): Promise<void> {
  for (const { ticket } of (await human.queue()).slice(0, MOST))
    await store.commitTurn(unprompted(ticket.conversationId, now()));
}

const TeamsData = z.object({
  tenant: z.object({ id: z.string() }).optional().catch(undefined),
  team: z.object({ id: z.string() }).optional().catch(undefined),
});

const dataOf = ({ channelData }: IncomingActivity): z.infer<typeof TeamsData> =>
  TeamsData.safeParse(channelData).data ?? {};

/** The channel of a team in which something happened; null when it was elsewhere. */
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

/** The Microsoft account of whoever did it; null for somebody without one. */
function accountOf(activity: IncomingActivity): EntraIdentity | null {
  const tenant = dataOf(activity).tenant?.id ?? activity.conversation.tenantId;
  return EntraIdentity.safeParse({ tenant, objectId: activity.from.aadObjectId }).data ?? null;
}

/** The team that the app was removed from just now; null when something else happened. */
export const removedFrom = (activity: IncomingActivity): string | null =>
  activity.type === "installationUpdate" && String(activity["action"]).startsWith("remove")
    ? (dataOf(activity).team?.id ?? null)
    : null;

export interface ChooseParts extends BringWaitingParts {
  channels: Pick<Channels, "choose">;
  agents: ChannelAgents;
  words: Messages;
}

/** Whether somebody says where new tickets are to go. */
export const isChoice = (text: string): boolean => /^\/?desk\s+here\W*$/i.test(text.trim());

/** Makes the channel in which an owner says so the one to which tickets go, those that wait already too. Gives what they are told. */
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

/** Who of the desk's people acts in Teams, and the notes of what they did. */
export interface ChannelAgents {
  /** By their Microsoft account alone; null for a stranger, of whom the audit log then tells. `about` is what they tried. */
  find(activity: IncomingActivity, about: Record<string, string>): Promise<Actor | null>;
  did(actor: Actor, what: AuditAction, about: Record<string, string>): Promise<void>;
}

/** stands in the audit log where a network address would */
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
