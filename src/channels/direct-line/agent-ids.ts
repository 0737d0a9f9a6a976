import { createHmac } from "node:crypto";
import type { Keys } from "../../keys/keys.ts";
import type { Activity } from "../../store/activity.ts";

const prefix = "agent-";
const remembered = 2000;

/** Shows people the desk's agents under ids that are not those of their accounts: the same as long as the key is. */
export interface AgentIds {
  /** An activity as people see it; what the log keeps stays as it is. */
  hide(activity: Activity): Activity;
  /** The same for one as JSON. */
  hideIn(activity: string): string;
}

/** Makes it. */
export function makeAgentIds(keys: Pick<Keys, "of" | "watch">): AgentIds {
  const known = new Map<string, string>();
  keys.watch(() => known.clear());
  const shown = (account: string): string => {
    const found = known.get(account);
    if (found !== undefined) return found;
    const key = keys.of("agent-ids")[0]?.bytes ?? "";
    const id = createHmac("sha256", key).update(account).digest("base64url").slice(0, 16);
    if (known.size >= remembered) known.clear();
    known.set(account, id);
    return id;
  };
  const hide = (activity: Activity): Activity => {
    const { from, channelData } = activity;
    if (from?.id.startsWith(prefix) !== true || from.role === "user") return activity;
    const agent = channelData?.["agent"] as { id?: unknown } | null | undefined;
    return {
      ...activity,
      from: { ...from, id: `${prefix}${shown(from.id.slice(prefix.length))}` },
      ...(typeof agent?.id === "string" && {
        channelData: { ...channelData, agent: { ...agent, id: shown(agent.id) } },
      }),
    };
  };
  return {
    hide,
    hideIn: (activity) =>
      activity.includes(`"${prefix}`) ? JSON.stringify(hide(JSON.parse(activity))) : activity,
  };
}
