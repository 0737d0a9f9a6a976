import { createHash, randomUUID } from "node:crypto";
import type { LookupFunction } from "node:net";
import { Agent, type Dispatcher } from "undici";
import { z } from "zod";
import { type DeliveryResult, nothingSent } from "../outbox/delivery.ts";
import type { Activity, OutboxEntry } from "../store/records.ts";
import type { ConnectorAuth } from "./auth/connector-auth.ts";
import type { Credentials } from "./credentials.ts";
import { wholeChannel } from "./incoming-activity.ts";

/** A call to the connector: `path` is below the service URL. */
interface Call {
  serviceUrl: string;
  path: string;
  method: "POST" | "PUT";
  token: string;
  body: string;
}

/** What came back, or what an attempt means to which nothing came back. */
export type Called =
  | { kind: "answered"; status: number; retryAfter: string | undefined; text: string }
  | Exclude<DeliveryResult, { kind: "sent" }>;

export interface Calls {
  /** Never throws for what the other side does. */
  make(call: Call): Promise<Called>;
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;
const ANSWER_MS = 15_000;
const CONNECTIONS = 50;
/** characters; what a connector answers is an id */
const LONGEST_ANSWER = 10_000;

function meaningOf(error: unknown): Called {
  const code = (error as { code?: string }).code ?? "no answer";
  if (code === "EPRIVATE") return { kind: "refused", reason: code };
  return {
    kind: nothingSent(code) || code === "UND_ERR_CONNECT_TIMEOUT" ? "again" : "unconfirmed",
    reason: code,
  };
}

const header = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

async function read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Called> {
  const text = (await body.text()).slice(0, LONGEST_ANSWER);
  return { kind: "answered", status: statusCode, retryAfter: header(headers["retry-after"]), text };
}

/** Makes calls over kept-alive connections; `lookup` refuses names with private addresses. Redirects are not followed. */
export function makeCalls(lookup: LookupFunction, answerMs = ANSWER_MS): Calls {
  const agent = new Agent({
    connections: CONNECTIONS,
    connect: { lookup, timeout: CONNECT_MS },
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
  });
  return {
    async make({ serviceUrl, path, method, token, body }) {
      const { origin, pathname } = new URL(serviceUrl);
      try {
        return await read(
          await agent.request({
            origin,
            path: `${pathname.replace(/\/$/, "")}${path}`,
            method,
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
            body,
          }),
        );
      } catch (error) {
        return meaningOf(error);
      }
    },
    close: () => agent.destroy(),
  };
}

/** The kind of outbox entries that the courier of the connector sends. */
export const SEND_KIND = "connector";

/** What the courier sends: a message to a conversation of the channel, new or in place of an earlier one. */
export const Send = z.object({
  serviceUrl: z.string(),
  /** the channel's own; with `;messageid=` it is a thread */
  conversationId: z.string(),
  activity: z.custom<Activity>((value) => typeof value === "object" && value !== null && "type" in value),
  /** the channel's id of the message that this one replaces; null: it is a new one */
  replaces: z.string().nullable().default(null),
  /** the process that wanted it sent, and when, in milliseconds since 1970 */
  born: z.object({ by: z.string(), at: z.number() }).optional(),
});
export type Send = z.infer<typeof Send>;

const LANE_LENGTH = 16;

/** Tells this process from all others. */
const self = randomUUID();

/** Names of lanes outlive what is sent in them, so they do not tell where it went. */
const hashed = (conversationId: string): string =>
  createHash("sha256").update(conversationId).digest("base64url").slice(0, LANE_LENGTH);

/** The outbox entry that sends something because of a conversation of the desk's. What goes to one conversation of the channel, its threads included, stays in order. */
export const sending = (about: { id: string; talk: string }, send: Send): OutboxEntry => ({
  id: about.id,
  conversationId: about.talk,
  kind: SEND_KIND,
  lane: `${SEND_KIND}/${hashed(wholeChannel(send.conversationId))}`,
  payload: { ...send, born: { by: self, at: Date.now() } } satisfies Send,
});

/** Whether a process that is gone may have begun to send this. `leaseMs`: for so long a process that shares the store keeps what it sends to itself; 0 when none does. */
export const isLeft = ({ born }: Send, now: number, leaseMs: number): boolean =>
  born !== undefined && born.by !== self && now - born.at >= leaseMs;

/** What sending one activity needs. */
export interface SendParts {
  calls: Calls;
  credentials: Credentials;
  guard: Pick<ConnectorAuth, "serviceUrlAllowed">;
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
