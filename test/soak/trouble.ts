import { connect } from "node:net";
import fc from "fast-check";
import { WebSocket } from "ws";
import { type OpenApiDocument, requests } from "../fuzz/requests.ts";
import { send } from "../fuzz/send.ts";

/** Opens this many connections at once, three ways, and drops them when they have been answered or refused. */
export async function storm(url: string, count: number): Promise<void> {
  const { port, hostname, host } = new URL(url);
  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.end());
      socket.on("error", () => undefined).once("close", () => resolve());
    });
  const listening = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://${host}/v3/directline/conversations/unknown/stream?t=forged`);
      socket.on("error", () => undefined).once("close", () => resolve());
    });
  const asking = (): Promise<unknown> => fetch(`${url}/readyz`).catch(() => undefined);
  await Promise.all(Array.from({ length: count }, (_, one) => [idle, listening, asking][one % 3]?.()));
}

/** Requests that are wrong in any part, from people who may do nothing; gives what came of them where that is 5xx. */
export async function malformed(url: string, document: OpenApiDocument, seed: number): Promise<string[]> {
  const known = { conversation: "unknown", number: "1001", id: "unknown" };
  const failed: string[] = [];
  for (const request of fc.sample(requests(document, known), { seed, numRuns: 1 })) {
    const answer = await send(url, request, { authorization: "Bearer forged" }).catch(() => null);
    if (answer !== null && answer.status >= 500)
      failed.push(`${answer.status} ${request.method} ${request.path}`);
  }
  return failed;
}
