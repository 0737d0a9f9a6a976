import { z } from "zod";
import { EntraIdentity } from "../../../people/person.ts";
import type { Arrived } from "../arrived.ts";
import { wholeChannel } from "../whole-channel.ts";
import type { Channel } from "./channels.ts";

const TeamsData = z.object({
  tenant: z.object({ id: z.string() }).optional().catch(undefined),
  team: z.object({ id: z.string() }).optional().catch(undefined),
});

const dataOf = ({ channelData }: Arrived): z.infer<typeof TeamsData> =>
  TeamsData.safeParse(channelData).data ?? {};

/** The channel of a team in which something happened; null when it was elsewhere. */
export function channelOf(activity: Arrived): Channel | null {
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
export function accountOf(activity: Arrived): EntraIdentity | null {
  const tenant = dataOf(activity).tenant?.id ?? activity.conversation.tenantId;
  return EntraIdentity.safeParse({ tenant, objectId: activity.from.aadObjectId }).data ?? null;
}

/** The team that the app was removed from just now; null when something else happened. */
export const removedFrom = (activity: Arrived): string | null =>
  activity.type === "installationUpdate" && String(activity["action"]).startsWith("remove")
    ? (dataOf(activity).team?.id ?? null)
    : null;
