import { z } from "zod";
import type { Arrived } from "./arrived.ts";

const Joined = z.object({ membersAdded: z.array(z.object({ id: z.string() })).catch([]) });
const Installed = z.object({ action: z.string().catch("") });

/** Tells whether somebody is to be welcomed: the desk came into their chat, or they into it. A team's channel is left in peace until it asks. */
export function isWelcome(activity: Arrived): boolean {
  const scope = activity.conversation.conversationType ?? "personal";
  if (scope === "channel") return false;
  if (activity.type === "installationUpdate") return Installed.parse(activity).action.startsWith("add");
  const { membersAdded } = Joined.parse(activity);
  return scope === "personal"
    ? membersAdded.length > 0
    : membersAdded.some(({ id }) => id === activity.recipient.id);
}
