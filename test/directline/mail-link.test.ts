import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ask, conversationPath, newPass, type Pass, post, type Reply, until } from "./ask.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";

const DAY_MS = 24 * 3_600_000;
const hello = { type: "message", text: "hello" };
const [first, second] = ["a".repeat(32), "b".repeat(32)];
let clock = Date.now();
let desk: EchoDesk;
let reachable = true;
const sent: unknown[] = [];

beforeAll(async () => {
  desk = await openEchoDesk({
    isOld: true,
    now: () => clock,
    sendLink: async ({ conversation }, about) => {
      sent.push([conversation, about]);
      return reachable;
    },
  });
});
afterAll(() => desk.stop());

const begun = async (): Promise<Pass> => {
  const pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
  return pass;
};
const linkInto = async (pass: Pass, about?: { ticket?: string; mail?: string }): Promise<string> => {
  const url = await desk.line.linkTo(desk.url, { conversation: pass.conversationId, user: "dl_x" }, about);
  return new URLSearchParams(new URL(url).hash.slice(1)).get("link") ?? "";
};
const take = (link: string, browser?: string): Promise<Reply> =>
  ask(desk, "POST", "/widget/token", { body: { link, ...(browser && { browser }) } });
const look = (link: string, browser?: string): Promise<Reply> =>
  ask(desk, "POST", "/widget/link", { body: { link, ...(browser && { browser }) } });
const renew = (link: string): Promise<Reply> => ask(desk, "POST", "/widget/link/renew", { body: { link } });

test("T55: a link is exchanged once; the browser that did so gets the same access again, another one does not", async () => {
  const pass = await begun();
  const link = await linkInto(pass, { ticket: "XD-1012" });
  for (let again = 0; again < 3; again += 1)
    expect((await look(link, second)).body).toMatchObject({ about: "XD-1012", state: "open" });
  const taken = await take(link, first);
  expect(taken).toMatchObject({ status: 200, body: { conversationId: pass.conversationId } });
  expect((await post(desk, taken.body, hello)).status).toBe(200);
  expect((await look(link, first)).body.state).toBe("yours");
  expect((await take(link, first)).status).toBe(200);
  for (const other of [second, undefined]) {
    expect((await look(link, other)).body).toMatchObject({ state: "used", renewable: true });
    expect(await take(link, other)).toMatchObject({ status: 410, body: { error: { code: "link-used" } } });
  }
});

test("an e-mail that is tried again carries the same link, and another e-mail another one", async () => {
  const pass = await begun();
  const links = [
    await linkInto(pass, { mail: "mail-1" }),
    await linkInto(pass, { mail: "mail-1" }),
    await linkInto(pass, { mail: "mail-2" }),
  ] as const;
  expect((await take(links[0], first)).status).toBe(200);
  expect((await take(links[1], second)).status).toBe(410);
  expect((await take(links[2], second)).status).toBe(200);
});

test("a new link goes to the address that the desk has, which nobody is told, and not too often", async () => {
  const pass = await begun();
  const link = await linkInto(pass, { ticket: "XD-1013" });
  expect((await renew(link)).status).toBe(403);
  await take(link, first);
  sent.length = 0;
  const answers = [await renew(link), await renew(link), await renew(link), await renew(link)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(sent).toEqual(Array.from({ length: 3 }, () => [pass.conversationId, "XD-1013"]));
  expect(answers[0]?.body).toEqual({ sent: true });
  reachable = false;
  clock += 3_600_000;
  expect((await renew(link)).status).toBe(403);
  reachable = true;
  expect((await renew("garbage")).status).toBe(403);
});

test("a link that is over opens nothing but the way to a new one, for as long again", async () => {
  const began = clock;
  const link = await linkInto(await begun());
  clock = began + 30 * DAY_MS + 1000;
  expect((await take(link)).status).toBe(403);
  expect((await look(link)).body).toMatchObject({ state: "over", renewable: true });
  expect((await renew(link)).status).toBe(200);
  clock = began + 61 * DAY_MS;
  expect((await look(link)).status).toBe(403);
  clock = began;
});

test("a link from before there were grants goes on for its time, is told in the log, and can be ended", async () => {
  const pass = await begun();
  const secret = readFileSync(path.join(desk.folder, "direct-line.secret"), "utf8").trim();
  const link = await new SignJWT({ user: "dl_x", conversation: pass.conversationId })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer("exit-desk")
    .setAudience("link")
    .setExpirationTime("30d")
    .sign(createHmac("sha256", secret).update("direct-line token").digest());
  for (const browser of [first, second]) expect((await take(link, browser)).status).toBe(200);
  expect(desk.logged.join()).toContain("link without a grant opened");
  const devices = (token: string) => ask(desk, "GET", "/widget/devices", { token });
  expect((await devices(pass.token)).body.devices).toHaveLength(3);
  const end = { token: pass.token, body: { others: true } };
  expect((await ask(desk, "POST", "/widget/devices/end", end)).body.devices).toHaveLength(1);
  expect((await take(link, first)).status).toBe(403);
});

test("T55: a person sees where their conversation is open, and ends a device at once, sockets and all", async () => {
  const pass = await begun();
  const link = await linkInto(pass, { ticket: "XD-1014" });
  const { body: elsewhere } = await take(link, first);
  const unopened = await linkInto(pass, { ticket: "XD-1014" });
  const socket = new WebSocket(
    `ws://127.0.0.1:${desk.port}${conversationPath(elsewhere, `/stream?t=${elsewhere.token}`)}`,
  );
  let closed = 0;
  socket.on("close", (code) => {
    closed = code;
  });
  await new Promise((resolve) => socket.once("message", resolve));
  const { body } = await ask(desk, "GET", "/widget/devices", {
    token: pass.token,
    headers: { "user-agent": "Firefox" },
  });
  const kinds = body.devices.map(({ kind, isLink, current }: Record<string, unknown>) => [
    kind,
    isLink,
    current,
  ]);
  expect(kinds).toEqual([
    ["mail-link", true, false],
    ["mail-link", false, false],
    ["browser", false, true],
  ]);
  const [{ id: linkId }, { id }] = body.devices;
  const end = (which: string) =>
    ask(desk, "POST", "/widget/devices/end", { token: pass.token, body: { id: which } });
  expect((await end(id)).body.devices).toHaveLength(2);
  await until(() => closed === 1008);
  expect((await post(desk, elsewhere, hello)).status).toBe(403);
  const resume = { conversationId: elsewhere.conversationId, token: elsewhere.token };
  expect((await ask(desk, "POST", "/widget/token", { body: resume })).status).toBe(403);
  expect((await ask(desk, "POST", "/v3/directline/tokens/refresh", { token: elsewhere.token })).status).toBe(
    403,
  );
  expect((await take(link, first)).status).toBe(403);
  await end(linkId);
  expect((await take(unopened, second)).status).toBe(403);
  expect((await post(desk, pass, hello)).status).toBe(200);
  expect((await ask(desk, "GET", "/widget/devices", {})).status).toBe(401);
});

test.each([[{}], [{ id: 1 }], [{ others: false }], [{ id: "x", others: true }], [[]], [null]])(
  "what cannot be read as the end of a device is refused: %j",
  async (body) => {
    const pass = await begun();
    const answer = await ask(desk, "POST", "/widget/devices/end", { token: pass.token, body });
    expect(answer.status).toBe(400);
  },
);

test("a token from before there were grants is resumed with one", async () => {
  const pass = await begun();
  const secret = readFileSync(path.join(desk.folder, "direct-line.secret"), "utf8").trim();
  const token = await new SignJWT({ user: "dl_x", conversation: pass.conversationId })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer("exit-desk")
    .setAudience("talk")
    .setExpirationTime("-1d")
    .sign(createHmac("sha256", secret).update("direct-line token").digest());
  const wish = { body: { conversationId: pass.conversationId, token } };
  const resumed = await ask(desk, "POST", "/widget/token", wish);
  expect(resumed.status).toBe(200);
  expect((await post(desk, resumed.body, hello)).status).toBe(200);
  const { body } = await ask(desk, "GET", "/widget/devices", { token: resumed.body.token });
  expect(body.devices.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
});
