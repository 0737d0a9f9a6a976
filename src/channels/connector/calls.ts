import type { LookupFunction } from "node:net";
import { Agent, type Dispatcher } from "undici";
import type { Delivery } from "../../outbox/delivery.ts";
import { nothingSent } from "../../outbox/http-delivery.ts";

/** A call to the connector: `path` is below the service URL. */
export interface Call {
  serviceUrl: string;
  path: string;
  method: "POST" | "PUT";
  token: string;
  body: string;
}

/** What came back, or what an attempt means to which nothing came back. */
export type Called =
  | { kind: "answered"; status: number; retryAfter: string | undefined; text: string }
  | Exclude<Delivery, { kind: "sent" }>;

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
