import { request } from "node:http";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

const patienceMs = 5000;

/** A call over a connection of its own, from an address of this machine; null when it is not answered in good time. */
function call(
  url: string,
  localAddress: string,
  { method, token, body }: { method: string; token?: string; body?: unknown },
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked at field by field
): Promise<any> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers: Record<string, string | number> = { connection: "close" };
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
  if (text !== undefined) {
    headers["content-type"] = "application/json";
    headers["content-length"] = Buffer.byteLength(text);
  }
  return new Promise((resolve) => {
    const nothing = (): void => resolve(null);
    const sent = request(url, { method, localAddress, headers, agent: false }, (answer) => {
      let heard = "";
      answer.setEncoding("utf8").on("data", (part) => {
        heard += part;
      });
      answer.on("error", nothing).on("end", () => {
        const isGood = answer.statusCode === 200 || answer.statusCode === 201;
        resolve(isGood ? JSON.parse(heard) : null);
      });
    });
    sent
      .setTimeout(patienceMs, () => void sent.destroy())
      .on("error", nothing)
      .end(text);
  });
}

/** Comes as a new person, says something, and gives the milliseconds until it is answered; null when it is not. */
export async function sayHello(url: string, localAddress: string): Promise<number | null> {
  const pass = await call(`${url}/widget/token`, localAddress, { method: "POST", body: {} });
  if (pass === null) return null;
  const { conversationId, token } = pass;
  const path = `${url}/v3/directline/conversations`;
  const begun = await call(path, localAddress, { method: "POST", token, body: {} });
  if (begun === null) return null;
  const body = { type: "message", text: "can I pause my account" };
  const began = performance.now();
  const posted = await call(`${path}/${conversationId}/activities`, localAddress, {
    method: "POST",
    token,
    body,
  });
  if (posted === null) return null;
  while (performance.now() - began < patienceMs) {
    const page = await call(`${path}/${conversationId}/activities`, localAddress, { method: "GET", token });
    const isAnswer = ({ replyToId }: { replyToId?: string }): boolean => replyToId === posted.id;
    if (page?.activities.some(isAnswer)) return performance.now() - began;
    await sleep(5);
  }
  return null;
}
