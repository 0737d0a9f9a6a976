import type { Activity } from "../../store/activity.ts";
import type { Called, Calls } from "./calls.ts";
import type { Credentials } from "./credentials.ts";
import type { Guard } from "./guard/guard.ts";

/** What sending one activity needs. */
export interface SendParts {
  calls: Calls;
  credentials: Credentials;
  guard: Pick<Guard, "serviceUrlAllowed">;
}

/** Where a message goes: to a conversation, or in place of an earlier message there. */
export interface Target {
  serviceUrl: string;
  conversationId: string;
  /** the channel's id of the message that is replaced */
  replaces: string | null;
}

/** Sends one activity, with a new token when the connector does not take the old one. Throws NoAccessToken. */
export async function sendActivity(
  { calls, credentials, guard }: SendParts,
  { serviceUrl, conversationId, replaces }: Target,
  activity: Activity,
): Promise<Called> {
  if (!(await guard.serviceUrlAllowed(serviceUrl)))
    return { kind: "refused", reason: "service URL not allowed" };
  const activities = `/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  const call = {
    serviceUrl,
    path: replaces === null ? activities : `${activities}/${encodeURIComponent(replaces)}`,
    method: replaces === null ? ("POST" as const) : ("PUT" as const),
    body: JSON.stringify({ ...activity, conversation: { id: conversationId } }),
  };
  const token = await credentials.bearer();
  const called = await calls.make({ ...call, token });
  if (called.kind !== "answered" || called.status !== 401) return called;
  credentials.refused(token);
  return calls.make({ ...call, token: await credentials.bearer() });
}
