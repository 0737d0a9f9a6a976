import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { OutboxEntry } from "../store/records.ts";
import type { DeliveryResult, Sender } from "./delivery.ts";
import { deliveryOf, nothingSent } from "./delivery.ts";

function send(
  url: URL,
  entry: OutboxEntry,
  agent: PlainAgent | TlsAgent,
  timeoutMs: number,
): Promise<DeliveryResult> {
  const body = JSON.stringify(entry.payload);
  const request = url.protocol === "https:" ? tlsRequest : plainRequest;
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: "POST",
      agent,
      timeout: timeoutMs,
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "idempotency-key": entry.id,
      },
    });
    outgoing.on("response", (answer) => {
      answer.resume();
      answer.on("end", () =>
        resolve(deliveryOf(answer.statusCode ?? 500, answer.headers["retry-after"], new Date())),
      );
      answer.on("error", () => resolve({ kind: "unconfirmed", reason: "the answer broke off" }));
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in time")));
    outgoing.on("error", (error: NodeJS.ErrnoException) =>
      resolve(
        nothingSent(error.code)
          ? { kind: "again", reason: error.code ?? error.message }
          : { kind: "unconfirmed", reason: error.code ?? error.message },
      ),
    );
    outgoing.end(body);
  });
}

/**
 * Posts payloads as JSON to one URL over kept-alive connections, each under its entry's id as `Idempotency-Key`
 * (draft-ietf-httpapi-idempotency-key-header). `timeoutMs` without an answer counts as unconfirmed.
 */
export function webhook(url: string, timeoutMs = 10_000): Sender & { close(): void } {
  const target = new URL(url);
  const Agent = target.protocol === "https:" ? TlsAgent : PlainAgent;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const courier = (entry: OutboxEntry) => send(target, entry, agent, timeoutMs);
  return Object.assign(courier, { close: () => agent.destroy() });
}
