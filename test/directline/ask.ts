import type { EchoDesk } from "./echo-desk.ts";

export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked at field by field
  body: any;
}

/** A plain HTTP call to the desk; a body is sent as JSON unless it is a string or bytes already. */
export async function ask(
  desk: Pick<EchoDesk, "url">,
  method: "GET" | "POST" | "PUT" | "OPTIONS",
  path: string,
  how: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const raw = typeof how.body === "string" || how.body instanceof Uint8Array;
  const response = await fetch(`${desk.url}${path}`, {
    method,
    headers: {
      ...(how.token !== undefined && { authorization: `Bearer ${how.token}` }),
      ...(how.body !== undefined && { "content-type": "application/json" }),
      ...how.headers,
    },
    ...(how.body !== undefined && { body: raw ? (how.body as string) : JSON.stringify(how.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

export interface Pass {
  conversationId: string;
  token: string;
  expires_in: number;
  domain: string;
}

/** A widget token for a new conversation. */
export const newPass = async (desk: Pick<EchoDesk, "url">): Promise<Pass> =>
  (await ask(desk, "POST", "/widget/token", { body: {} })).body as Pass;

/** The path of a conversation's call. */
export const conversationPath = (pass: Pick<Pass, "conversationId">, call = ""): string =>
  `/v3/directline/conversations/${pass.conversationId}${call}`;

/** Posts a message and gives the answer. */
export const post = (desk: Pick<EchoDesk, "url">, pass: Pass, activity: unknown): Promise<Reply> =>
  ask(desk, "POST", conversationPath(pass, "/activities"), { token: pass.token, body: activity });

/** Waits until something holds, asking every 20 ms. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come true within ${ms} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
