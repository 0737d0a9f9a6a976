import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ask, conversationPath, type Pass, type Reply } from "./ask.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";

const shop = "https://shop.example";
const blog = "https://blog.example";
const secret = "a-secret-for-the-origins";
let desk: EchoDesk;
let pass: Pass;
beforeAll(async () => {
  desk = await openEchoDesk({ allowedOrigins: [shop, blog], secret });
  pass = (await ask(desk, "POST", "/widget/token", { headers: { origin: shop }, body: {} })).body;
});
afterAll(() => desk.stop());

const from = (origin: string | null): Record<string, string> => (origin === null ? {} : { origin });
const stream = (token: string, origin: string | null): Promise<number> =>
  new Promise((resolve) => {
    const url = `ws://127.0.0.1:${desk.port}${conversationPath(pass, "/stream")}?t=${token}`;
    const socket = new WebSocket(url, { headers: from(origin) });
    socket.on("error", () => {});
    socket.on("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
    socket.on("open", () => {
      socket.close();
      resolve(101);
    });
  });

/** Every call that a page makes with its token, and what it answers when it may. */
const calls: [string, number, (token: string, origin: string | null) => Promise<number>][] = [
  [
    "begin",
    200,
    async (token, origin) => (await call("POST", "/v3/directline/conversations", token, origin)).status,
  ],
  [
    "read",
    200,
    async (token, origin) => (await call("GET", conversationPath(pass, "/activities"), token, origin)).status,
  ],
  [
    "write",
    200,
    async (token, origin) =>
      (await call("POST", conversationPath(pass, "/activities"), token, origin)).status,
  ],
  [
    "reconnect",
    200,
    async (token, origin) => (await call("GET", conversationPath(pass), token, origin)).status,
  ],
  [
    "refresh",
    200,
    async (token, origin) => (await call("POST", "/v3/directline/tokens/refresh", token, origin)).status,
  ],
  [
    "copy",
    200,
    async (token, origin) =>
      (await call("GET", `/widget/copy/${pass.conversationId}?as=json`, token, origin)).status,
  ],
  ["listen", 101, stream],
];
const call = (method: "GET" | "POST", path: string, token: string, origin: string | null): Promise<Reply> =>
  ask(desk, method, path, {
    token,
    headers: from(origin),
    ...(path.endsWith("/activities") && method === "POST" && { body: { type: "message", text: "hello" } }),
  });

describe.each(calls)("T20: to %s", (_, opened, ask) => {
  test("a token is good on the page that got it", async () => {
    await call("POST", "/v3/directline/conversations", pass.token, shop);
    expect(await ask(pass.token, shop)).toBe(opened);
  });
  test("and of no use on another that may talk to the desk, nor on one that may not", async () => {
    expect(await ask(pass.token, blog)).toBe(403);
    expect(await ask(pass.token, "https://evil.example")).toBe(403);
  });
});

test("a token that was refreshed, and one for the same talk, are bound to the same page", async () => {
  const { token } = (await call("POST", "/v3/directline/tokens/refresh", pass.token, shop)).body;
  expect((await call("GET", conversationPath(pass, "/activities"), token, blog)).status).toBe(403);
  const again = (origin: string) =>
    ask(desk, "POST", "/widget/token", {
      headers: { origin },
      body: { conversationId: pass.conversationId, token: pass.token },
    });
  expect((await again(blog)).status).toBe(403);
  const renewed = await again(shop);
  expect(renewed.status).toBe(200);
  expect((await call("GET", conversationPath(pass, "/activities"), renewed.body.token, blog)).status).toBe(
    403,
  );
});

test("whoever has the secret names the pages for which a token is, or none", async () => {
  const generate = async (body: object): Promise<Reply> =>
    ask(desk, "POST", "/v3/directline/tokens/generate", { token: secret, body });
  const begin = (token: string, origin: string) =>
    call("POST", "/v3/directline/conversations", token, origin);
  const bound = (await generate({ trustedOrigins: [`${blog}/help`] })).body.token;
  expect([(await begin(bound, blog)).status, (await begin(bound, shop)).status]).toEqual([201, 403]);
  const free = (await generate({ user: { id: "dl_free" } })).body.token;
  expect((await begin(free, blog)).status).toBe(201);
  expect((await generate({ trustedOrigins: ["blog"] })).status).toBe(400);
});
