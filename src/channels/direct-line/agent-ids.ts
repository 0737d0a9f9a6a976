import { createHmac } from "node:crypto";
import type { Keys } from "../../keys/keys.ts";
import type { Activity } from "../../store/activity.ts";

const prefix = "agent-";
const remembered = 2000;

/** Shows people the desk's agents under ids that are not those of their accounts: the same within one conversation as long as the key is, and others in every other one. */
export interface AgentIds {
  /** An activity as people see it; what the log keeps stays as it is. */
  hide(activity: Activity, conversation: string): Activity;
  /** The same for one as JSON. */
  hideIn(activity: string, conversation: string): string;
}

/** Makes it. */
export function makeAgentIds(keys: Pick<Keys, "of" | "watch">): AgentIds {
  const known = new Map<string, string>();
  keys.watch(() => known.clear());
  const shown = (account: string, conversation: string): string => {
    const name = JSON.stringify([conversation, account]);
    const found = known.get(name);
    if (found !== undefined) return found;
    const [key] = keys.of("agent-ids");
    if (key === undefined) throw new Error("there is no key for agents' ids");
    const id = createHmac("sha256", key.bytes).update(name).digest("base64url").slice(0, 16);
    if (known.size >= remembered) known.clear();
    known.set(name, id);
    return id;
  };
  const hide: AgentIds["hide"] = (activity, conversation) => {
    const { from, channelData } = activity;
    if (from?.role === "user") return activity;
    const agent = channelData?.["agent"] as { id?: unknown } | null | undefined;
    return {
      ...activity,
      ...(from?.id.startsWith(prefix) === true && {
        from: { ...from, id: `${prefix}${shown(from.id.slice(prefix.length), conversation)}` },
      }),
      ...(typeof agent?.id === "string" && {
        channelData: { ...channelData, agent: { ...agent, id: shown(agent.id, conversation) } },
      }),
    };
  };
  return {
    hide,
    hideIn: (activity, conversation) =>
      activity.includes(`"${prefix}`) ? JSON.stringify(hide(JSON.parse(activity), conversation)) : activity,
  };
}
