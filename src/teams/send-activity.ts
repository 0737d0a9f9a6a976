import { createHash, randomUUID } from "node:crypto";
import type { LookupFunction } from "node:net";
import { Agent, type Dispatcher } from "undici";
import { z } from "zod";
import { type DeliveryResult, nothingSent } from "../outbox/delivery.ts";
import type { Activity, OutboxEntry } from "../store/records.ts";
import type { ConnectorAuth } from "./auth/connector-auth.ts";
import type { Credentials } from "./credentials.ts";
import { wholeChannel } from "./incoming-activity.ts";

/** A call to the connector; `path` is relative to the service URL. */
interface Call {
  serviceUrl: string;
  path: string;
  method: "POST" | "PUT";
  token: string;
  body: string;
}

/** Response, or the delivery result of a call without one. */
export type Called =
  | { kind: "answered"; status: number; retryAfter: string | undefined; text: string }
  | Exclude<DeliveryResult, { kind: "sent" }>;

export interface Calls {
  /** Makes a call. Does not throw on network errors. */
  make(call: Call): Promise<Called>;
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;
const ANSWER_MS = 15_000;
const CONNECTIONS = 50;
/** maximum length in characters; a response contains an id only */
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

/** Makes calls over persistent connections. `lookup` refuses private addresses. Does not follow redirects. */
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

/** Kind of outbox entries that the connector sends. */
export const SEND_KIND = "connector";

/** Payload of an outbox entry: a message to a channel's conversation, new or as an update. */
export const Send = z.object({
  serviceUrl: z.string(),
  /** id of the channel's conversation; with `;messageid=` it is a thread */
  conversationId: z.string(),
  activity: z.custom<Activity>((value) => typeof value === "object" && value !== null && "type" in value),
  /** channel's id of the message to update; null: a new message */
  replaces: z.string().nullable().default(null),
  /** process that made the entry, and when, in milliseconds since 1970 */
  born: z.object({ by: z.string(), at: z.number() }).optional(),
});
export type Send = z.infer<typeof Send>;

const LANE_LENGTH = 16;

/** Identifies this process. */
const self = randomUUID();

/**
 * Hashes a conversation id, because partition names outlive the messages and must not reveal their target.
 */
const hashOf = (conversationId: string): string =>
  createHash("sha256").update(conversationId).digest("base64url").slice(0, LANE_LENGTH);

/**
 * Makes the outbox entry of a message. Entries for one channel conversation, threads included, stay in order.
 */
export const sendEntry = (about: { id: string; conversationId: string }, send: Send): OutboxEntry => ({
  id: about.id,
  conversationId: about.conversationId,
  kind: SEND_KIND,
  lane: `${SEND_KIND}/${hashOf(wholeChannel(send.conversationId))}`,
  payload: { ...send, born: { by: self, at: Date.now() } } satisfies Send,
});

/**
 * Returns whether a dead process may have started to send an entry. `leaseMs`: time for which a process keeps
 * its own entries; 0 when no process shares the store.
 */
export const isLeft = ({ born }: Send, now: number, leaseMs: number): boolean =>
  born !== undefined && born.by !== self && now - born.at >= leaseMs;

/** Dependencies for sending one activity. */
export interface SendParts {
  calls: Calls;
  credentials: Credentials;
  guard: Pick<ConnectorAuth, "serviceUrlAllowed">;
}

/** Target of a message: a conversation, or a message to update. */
export interface Target {
  serviceUrl: string;
  conversationId: string;
  /** channel's id of the message to update */
  replaces: string | null;
}

/**
 * Sends one activity; retries with a new token when the connector refuses the old one. Throws NoAccessToken.
 */
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
