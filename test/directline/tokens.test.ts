import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { decodeJwt, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { makeTokens } from "../../src/directline/token.ts";
import { fixedKeys } from "../fixed-keys.ts";
import { ask, conversationPath, newPass, type Pass, post, until } from "./ask.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";

const day = 24 * 3600 * 1000;
let clock = Date.now();
let desk: EchoDesk;
let own: Pass;
let other: Pass;

beforeAll(async () => {
  desk = await openEchoDesk({ now: () => clock });
  own = await newPass(desk);
  other = await newPass(desk);
  for (const pass of [own, other])
    await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
});
afterAll(() => desk.stop());

const secretOf = (): string => readFileSync(path.join(desk.folder, "direct-line.secret"), "utf8").trim();
const sign = (secret: string, alg: string, claims: object): Promise<string> =>
  new SignJWT({ user: "dl_x", conversation: own.conversationId, ...claims })
    .setProtectedHeader({ alg })
    .setIssuer("exit-desk")
    .setAudience("talk")
    .setExpirationTime("1h")
    .sign(createHmac("sha256", secret).update("direct-line token").digest());

type Call = (
  pass: Pick<Pass, "conversationId">,
  token?: string,
) => Promise<{ status: number; body: unknown }>;

const read: Call = (pass, token) => ask(desk, "GET", conversationPath(pass, "/activities"), given(token));
const stream: Call = (pass, token) =>
  openSocket(`${conversationPath(pass, "/stream")}${token === undefined ? "" : `?t=${token}`}`);

/** Every call that needs a token of the conversation. */
const calls: [string, Call][] = [
  ["read", read],
  [
    "write",
    (pass, token) =>
      ask(desk, "POST", conversationPath(pass, "/activities"), { ...given(token), body: hello }),
  ],
  [
    "upload",
    (pass, token) =>
      ask(desk, "POST", conversationPath(pass, "/upload?userId=dl_x"), { ...given(token), body: {} }),
  ],
  ["reconnect", (pass, token) => ask(desk, "GET", conversationPath(pass, "?watermark=0"), given(token))],
  ["stream", stream],
];
const hello = { type: "message", text: "hello" };
const given = (token?: string): { token?: string } => (token === undefined ? {} : { token });

function openSocket(from: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${desk.port}${from}`);
    socket.on("open", () => {
      socket.close();
      resolve({ status: 101, body: null });
    });
    socket.on("error", () => {});
    socket.on("unexpected-response", async (_, response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
    });
  });
}

const withoutId = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body), (key, value) => (key === "id" ? undefined : value));

describe.each(calls)("T19, T20: to %s", (name, call) => {
  test("no token is 401", async () => {
    expect((await call(own)).status).toBe(401);
  });
  test.each([
    ["garbage", async () => "garbage"],
    ["signed with another secret", () => sign(randomUUID(), "HS256", {})],
    ["signed with another algorithm", () => sign(secretOf(), "HS512", {})],
    [
      "unsigned",
      async () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${own.token.split(".")[1]}.`,
    ],
    ["with changed claims", async () => own.token.replace(/\.[^.]+\./, `.${other.token.split(".")[1]}.`)],
    ["without a user", () => sign(secretOf(), "HS256", { user: "" })],
  ])("a token %s is 403", async (_, token) => {
    expect((await call(own, await token())).status).toBe(403);
  });
  test("a foreign and an unknown conversation get the same 403", async () => {
    const foreign = await call(other, own.token);
    const unknown = await call({ conversationId: randomUUID() }, own.token);
    expect([foreign.status, unknown.status]).toEqual([403, 403]);
    expect(withoutId(foreign.body)).toEqual(withoutId(unknown.body));
  });
  test("one's own conversation is open", async () => {
    expect((await call(own, own.token)).status).toBe({ upload: 415, stream: 101 }[name] ?? 200);
  });
});

test("an expired token opens nothing but a fresh one for the same talk, for 30 days", async () => {
  const pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
  const began = clock;
  clock = began + (pass.expires_in + 1) * 1000;
  for (const [, call] of calls) expect((await call(pass, pass.token)).status).toBe(403);
  expect((await ask(desk, "POST", "/v3/directline/tokens/refresh", { token: pass.token })).status).toBe(403);
  clock = began + 29 * day;
  const again = await ask(desk, "POST", "/widget/token", {
    body: { conversationId: pass.conversationId, token: pass.token },
  });
  expect(again).toMatchObject({
    status: 200,
    body: { conversationId: pass.conversationId, domain: desk.domain },
  });
  expect((await read(pass, again.body.token)).status).toBe(200);
  clock = began + 31 * day;
  const late = await ask(desk, "POST", "/widget/token", {
    body: { conversationId: pass.conversationId, token: pass.token },
  });
  expect(late.status).toBe(403);
  clock = began;
});

test("T07: a token outlives a clock that goes back an hour", async () => {
  const began = clock;
  clock = began - 3_600_000;
  expect((await read(own, own.token)).status).toBe(200);
  clock = began;
});

test("T20: one's own erased conversation is 404 everywhere, for others it is 403", async () => {
  const pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
  expect((await post(desk, pass, hello)).status).toBe(200);
  await desk.store.eraseConversation(pass.conversationId);
  for (const [name, call] of calls) {
    if (name !== "upload") expect([name, (await call(pass, pass.token)).status]).toEqual([name, 404]);
    expect([name, (await call(pass, own.token)).status]).toEqual([name, 403]);
  }
  for (const path of ["/v3/directline/conversations", "/v3/directline/tokens/refresh"]) {
    expect((await ask(desk, "POST", path, { token: pass.token })).status).toBe(404);
  }
  const again = { conversationId: pass.conversationId, token: pass.token };
  expect((await ask(desk, "POST", "/widget/token", { body: again })).status).toBe(404);
});

test("an erased conversation's sockets are ended", async () => {
  const pass = await newPass(desk);
  const socket = new WebSocket(
    `ws://127.0.0.1:${desk.port}${conversationPath(pass, `/stream?t=${pass.token}`)}`,
  );
  let closed = 0;
  socket.on("close", (code) => {
    closed = code;
  });
  await new Promise((resolve) => socket.once("message", resolve));
  await desk.store.eraseConversation(pass.conversationId);
  desk.line.end(pass.conversationId);
  await until(() => closed === 1000);
});

test("T20: a widget token for somebody else's conversation is refused", async () => {
  for (const body of [
    { conversationId: other.conversationId, token: own.token },
    { conversationId: own.conversationId, token: "garbage" },
  ]) {
    expect((await ask(desk, "POST", "/widget/token", { body })).status).toBe(403);
  }
  expect(
    (await ask(desk, "POST", "/widget/token", { body: { conversationId: own.conversationId } })).status,
  ).toBe(400);
});

test("tokens for servers are given for the secret alone", async () => {
  const generate = (token?: string, body?: unknown) =>
    ask(desk, "POST", "/v3/directline/tokens/generate", { ...given(token), body });
  expect((await generate()).status).toBe(401);
  expect((await generate(own.token)).status).toBe(403);
  expect((await generate(secretOf().slice(1))).status).toBe(403);
  const made = await generate(secretOf(), { user: { id: "dl_customer-7" } });
  expect(made).toMatchObject({ status: 200, body: { expires_in: 1800 } });
  const begun = await ask(desk, "POST", "/v3/directline/conversations", { token: made.body.token });
  expect(begun).toMatchObject({ status: 201, body: { conversationId: made.body.conversationId } });
  expect(await desk.store.conversation(made.body.conversationId)).toMatchObject({ userId: "dl_customer-7" });
});

test("a conversation begins with 201, is joined with 200, and greets once", async () => {
  const pass = await newPass(desk);
  const start = () =>
    ask(desk, "POST", "/v3/directline/conversations", {
      token: pass.token,
      body: { user: {}, locale: "en-GB" },
    });
  expect((await start()).status).toBe(201);
  const joined = await start();
  expect(joined).toMatchObject({
    status: 200,
    body: { conversationId: pass.conversationId, expires_in: 1800 },
  });
  expect(joined.body.streamUrl).toMatch(`ws://127.0.0.1:${desk.port}${conversationPath(pass, "/stream?t=")}`);
  expect(await desk.store.conversation(pass.conversationId)).toMatchObject({
    locale: "en-GB",
    channel: "directline",
  });
  const { body } = await ask(desk, "GET", conversationPath(pass, "/activities"), { token: pass.token });
  expect(body.activities).toHaveLength(1);
});

test("T20: the stream's own token opens nothing else, and not for long", async () => {
  const { body } = await ask(desk, "GET", conversationPath(own), { token: own.token });
  const token = new URL(body.streamUrl).searchParams.get("t") ?? "";
  expect((await stream(own, token)).status).toBe(101);
  expect((await read(own, token)).status).toBe(403);
  clock += 121_000;
  expect((await stream(own, token)).status).toBe(403);
  clock -= 121_000;
});

test("a token holds in every process with the secret, as long as it lasts, for its purpose", async () => {
  const made = makeTokens(fixedKeys("a secret of 16 letters"), () => clock);
  const elsewhere = makeTokens(fixedKeys("a secret of 16 letters"), () => clock);
  const foreign = makeTokens(fixedKeys("another of 16 letters"), () => clock);
  const to = { user: "dl_x", conversation: "talk" };
  const [conversation, stream] = [made.issue(to, "talk"), made.issue(to, "stream")];
  for (const tokens of [made, elsewhere, elsewhere]) {
    expect(await tokens.read(conversation)).toMatchObject(to);
    expect(await tokens.readStream(conversation)).toMatchObject(to);
    expect(await tokens.readStream(stream)).toMatchObject(to);
    expect(await tokens.read(stream)).toBe(null);
    expect(await tokens.readStale(conversation)).toMatchObject(to);
  }
  for (const token of [conversation, stream]) expect(await foreign.readStream(token)).toBe(null);
  clock += 121_000;
  for (const tokens of [made, elsewhere]) expect(await tokens.readStream(stream)).toBe(null);
  clock += 1_800_000;
  for (const tokens of [made, elsewhere]) expect(await tokens.read(conversation)).toBe(null);
  clock -= 1_921_000;
});

test("the link of an e-mail gets a token for its own talk, for 30 days, and opens nothing by itself", async () => {
  const { user } = decodeJwt<{ user: string }>(own.token);
  const url = await desk.line.linkTo(desk.url, { conversation: own.conversationId, user });
  const link = new URLSearchParams(new URL(url).hash.slice(1)).get("link") ?? "";
  for (const [, call] of calls) expect((await call(own, link)).status).toBe(403);
  const wish = { body: { link } };
  const taken = await ask(desk, "POST", "/widget/token", wish);
  expect(taken).toMatchObject({ status: 200, body: { conversationId: own.conversationId } });
  expect((await read(own, taken.body.token)).status).toBe(200);
  expect((await ask(desk, "POST", "/widget/token", { body: { link: own.token } })).status).toBe(403);
  clock += 30 * day + 1000;
  expect((await ask(desk, "POST", "/widget/token", wish)).status).toBe(403);
  clock -= 30 * day + 1000;
});

test("a refreshed token is for the same talk and person", async () => {
  const fresh = await ask(desk, "POST", "/v3/directline/tokens/refresh", { token: own.token });
  expect(fresh).toMatchObject({
    status: 200,
    body: { conversationId: own.conversationId, expires_in: 1800 },
  });
  const { body } = await post(
    desk,
    { ...own, token: fresh.body.token },
    { type: "message", text: "with the fresh one" },
  );
  const read = await ask(desk, "GET", conversationPath(own, "/activities"), { token: own.token });
  const mine = read.body.activities.find((activity: { id: string }) => activity.id === body.id);
  expect(mine.from.id).toBe(
    JSON.parse(Buffer.from(own.token.split(".")[1] ?? "", "base64url").toString()).user,
  );
});

test("T33: no token, secret or text of all this is in the log", () => {
  const log = desk.logged.join("");
  expect(log).toContain('"code":"not-yours"');
  for (const planted of [own.token, other.token, secretOf(), "with the fresh one", "?t="])
    expect(log).not.toContain(planted);
  for (const line of desk.logged) expect(() => JSON.parse(line)).not.toThrow();
});
