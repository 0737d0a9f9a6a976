import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { decodeJwt, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ask, conversationPath, newPass, post, type Reply } from "./ask.ts";
import { type EchoDesk, openEchoDesk } from "./echo-desk.ts";
import { hostSecret, voucher } from "./vouchers.ts";

const publicUrl = "https://desk.example";
let desk: EchoDesk;
beforeAll(async () => {
  desk = await openEchoDesk({ publicUrl: `${publicUrl}/help`, hostUsersKey: hostSecret });
});
afterAll(() => desk.stop());

const take = (userToken: string, at = desk): Promise<Reply> =>
  ask(at, "POST", "/widget/token", { body: { userToken } });
const takeFor = async (sub: string, at = desk): Promise<Reply> => take(await voucher(sub, publicUrl), at);

test("somebody whom the host page vouches for has one talk on every device, and nobody else gets it", async () => {
  const [phone, laptop, other] = [await takeFor("u-17"), await takeFor("u-17"), await takeFor("u-18")];
  expect([phone.status, laptop.status, other.status]).toEqual([200, 200, 200]);
  expect(laptop.body.conversationId).toBe(phone.body.conversationId);
  expect(other.body.conversationId).not.toBe(phone.body.conversationId);
  const { id } = (await post(desk, phone.body, { type: "message", text: "said on the phone" })).body;
  const read = await ask(desk, "GET", conversationPath(laptop.body, "/activities"), {
    token: laptop.body.token,
  });
  const said = read.body.activities.find((activity: { id: string }) => activity.id === id);
  expect(said.text).toBe("said on the phone");
  expect(said.from.id).toBe(decodeJwt(laptop.body.token)["user"]);
  expect((await ask(desk, "GET", conversationPath(phone.body), { token: other.body.token })).status).toBe(
    403,
  );
});

test("T16: a name in which one device writes a letter in one sign and another in two is one name", async () => {
  const [phone, laptop] = [await takeFor("caf\u00e9"), await takeFor("cafe\u0301")];
  expect(laptop.body.conversationId).toBe(phone.body.conversationId);
});

test("neither the talk, nor the person's id, nor the store tells the host's name for them", async () => {
  const { body } = await takeFor("birch-4711");
  await post(desk, body, { type: "message", text: "hello" });
  const kept = await desk.store.conversation(body.conversationId);
  expect(kept).toMatchObject({ userId: expect.stringMatching(/^dl_[\w-]{22}$/) });
  expect(JSON.stringify([kept, body, decodeJwt(body.token), desk.logged])).not.toContain("birch-4711");
});

test("what was erased stays erased: the same person has a new talk then, again on every device", async () => {
  const { body } = await takeFor("u-20");
  await post(desk, body, { type: "message", text: "to be erased" });
  await desk.store.eraseConversation(body.conversationId);
  const [one, two] = [await takeFor("u-20"), await takeFor("u-20")];
  expect(one.body.conversationId).not.toBe(body.conversationId);
  expect(two.body.conversationId).toBe(one.body.conversationId);
  expect(decodeJwt(one.body.token)["user"]).toBe(decodeJwt(body.token)["user"]);
  const { conversationId, token } = body;
  const after = { conversationId, token, erased: true };
  const followed = await ask(desk, "POST", "/widget/token", { body: after });
  expect(followed.body.conversationId).toBe(one.body.conversationId);
  expect(decodeJwt(followed.body.token)["host"]).toBe(true);
});

test("a word is taken once, over restarts and by whoever is first of many at once", async () => {
  const once = await voucher("u-21", publicUrl);
  expect([(await take(once)).status, (await take(once)).status]).toEqual([200, 403]);
  const raced = await voucher("u-22", publicUrl);
  const statuses = (await Promise.all(Array.from({ length: 8 }, () => take(raced)))).map(
    ({ status }) => status,
  );
  expect(statuses.sort()).toEqual([200, ...Array(7).fill(403)]);

  const { folder } = desk;
  const before = (await takeFor("u-23")).body.conversationId;
  await desk.stop();
  desk = await openEchoDesk({ folder, publicUrl, hostUsersKey: hostSecret });
  expect((await take(once)).status).toBe(403);
  expect((await takeFor("u-23")).body.conversationId).toBe(before);
});

test("whom nobody vouched for gets no talk after an erased one", async () => {
  const pass = await newPass(desk);
  const { conversationId, token } = pass;
  await post(desk, pass, { type: "message", text: "hello" });
  await desk.store.eraseConversation(conversationId);
  const wish = { body: { conversationId, token, erased: true } };
  expect((await ask(desk, "POST", "/widget/token", wish)).status).toBe(404);
});

const bare = (claims: Record<string, unknown>): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(hostSecret));
const soon = Math.floor(Date.now() / 1000) + 600;

test.each<[string, () => Promise<string>]>([
  ["garbage", async () => "garbage"],
  ["for another desk", () => voucher("u", "https://other.example")],
  ["that is over", () => voucher("u", publicUrl, { expires: "-1s" })],
  ["for longer than two days", () => voucher("u", publicUrl, { expires: "3d" })],
  ["by another key", () => voucher("u", publicUrl, { key: new TextEncoder().encode("x".repeat(40)) })],
  ["by another algorithm", () => voucher("u", publicUrl, { alg: "HS512" })],
  ["without an end", () => bare({ sub: "u", aud: publicUrl, jti: "a-name-of-its-own" })],
  ["without a name of its own", () => bare({ sub: "u", aud: publicUrl, exp: soon })],
  ["about nobody", () => bare({ aud: publicUrl, exp: soon, jti: "a-name-of-its-own" })],
])("T19: a word %s is not taken", async (_, make) => {
  const { status, body } = await take(await make());
  expect([status, body.error.code]).toEqual([403, "bad-user-token"]);
});

test.each([
  ["Ed25519", "EdDSA", () => generateKeyPairSync("ed25519")],
  ["P-256", "ES256", () => generateKeyPairSync("ec", { namedCurve: "P-256" })],
  ["RSA", "RS256", () => generateKeyPairSync("rsa", { modulusLength: 2048 })],
])("a host that keeps its key to itself gives a public one: %s", async (_, alg, make) => {
  const { publicKey, privateKey } = make();
  const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
  const other = await openEchoDesk({ publicUrl, hostUsersKey: pem });
  expect((await take(await voucher("u", publicUrl, { key: privateKey, alg }), other)).status).toBe(200);
  const confused = await voucher("u", publicUrl, { key: new TextEncoder().encode(pem) });
  expect((await take(confused, other)).status).toBe(403);
  await other.stop();
});

test("a desk without a key takes nobody's word", async () => {
  const plain = await openEchoDesk({ publicUrl });
  expect((await takeFor("u", plain)).status).toBe(403);
  await plain.stop();
});

test("T48: after the key of host users is rotated everybody keeps their talk, also a new one after an erased one", async () => {
  const other = await openEchoDesk({ publicUrl, hostUsersKey: hostSecret });
  const [alder, birch] = [await takeFor("alder", other), await takeFor("birch", other)];
  for (const { body } of [alder, birch]) await post(other, body, { type: "message", text: "hello" });
  await other.keys.rotate("host-users", false);
  expect((await takeFor("alder", other)).body.conversationId).toBe(alder.body.conversationId);
  await other.store.eraseConversation(birch.body.conversationId);
  const { conversationId, token } = birch.body;
  const after = await ask(other, "POST", "/widget/token", { body: { conversationId, token, erased: true } });
  expect((await takeFor("birch", other)).body.conversationId).toBe(after.body.conversationId);
  const [clover, again] = [await takeFor("clover", other), await takeFor("clover", other)];
  expect(again.body.conversationId).toBe(clover.body.conversationId);
  await other.stop();
});

test("T55: a host user's token ends with the host's word, however often it is renewed meanwhile", async () => {
  let clock = Date.now();
  const other = await openEchoDesk({ publicUrl, hostUsersKey: hostSecret, now: () => clock });
  const word = () => voucher("alder", publicUrl, { expires: "1h" });
  const { body } = await take(await word(), other);
  expect(body.expires_in).toBe(1800);
  clock += 20 * 60_000;
  const resumed = await ask(other, "POST", "/widget/token", {
    body: { conversationId: body.conversationId, token: body.token },
  });
  expect(resumed).toMatchObject({ status: 200, body: { expires_in: 1800 } });
  clock += 20 * 60_000;
  const { body: last } = await ask(other, "POST", "/v3/directline/tokens/refresh", {
    token: resumed.body.token,
  });
  expect(last.expires_in).toBeLessThanOrEqual(1201);
  const still = { ...last, conversationId: body.conversationId };
  expect((await post(other, still, { type: "message", text: "hello" })).status).toBe(200);
  clock += 21 * 60_000;
  expect((await post(other, still, { type: "message", text: "hello" })).status).toBe(403);
  const wish = { body: { conversationId: body.conversationId, token: last.token } };
  expect((await ask(other, "POST", "/widget/token", wish)).status).toBe(403);
  await other.stop();
});

describe("T55: whom the host page signed out", () => {
  const signedOut = (sub: string, says: Record<string, unknown> = {}) =>
    voucher(sub, publicUrl, { says: { signedOut: true, ...says } });
  const tell = (userToken: string): Promise<Reply> =>
    ask(desk, "POST", "/widget/signed-out", { body: { userToken } });
  const second = () => Math.floor(Date.now() / 1000);
  const hello = { type: "message", text: "hello" };

  test("has no access on any device any more, and their sockets are closed, until they come back", async () => {
    const [phone, laptop] = [(await takeFor("fir")).body, (await takeFor("fir")).body];
    for (const pass of [phone, laptop]) expect((await post(desk, pass, hello)).status).toBe(200);
    const socket = new WebSocket(
      `ws://127.0.0.1:${desk.port}${conversationPath(phone, `/stream?t=${phone.token}`)}`,
      { headers: { host: "desk.example" } },
    );
    await once(socket, "open");
    const closed = once(socket, "close");
    expect((await tell(await signedOut("fir"))).status).toBe(200);
    expect((await closed)[0]).toBe(1008);
    for (const pass of [phone, laptop]) {
      expect((await post(desk, pass, hello)).status).toBe(403);
      const wish = { body: { conversationId: pass.conversationId, token: pass.token } };
      expect((await ask(desk, "POST", "/widget/token", wish)).status).toBe(403);
    }
    const back = (await takeFor("fir")).body;
    expect(back.conversationId).toBe(phone.conversationId);
    expect((await post(desk, back, hello)).status).toBe(200);
  });

  test("does not come back by a word that was given before", async () => {
    const early = await voucher("yew", publicUrl, { says: { iat: second() - 600 } });
    const late = await voucher("yew", publicUrl, { says: { iat: second() } });
    const { body } = await takeFor("yew");
    expect((await tell(await signedOut("yew", { iat: second() - 300 }))).status).toBe(200);
    expect((await post(desk, body, hello)).status).toBe(403);
    expect((await take(early)).status).toBe(403);
    expect((await take(late)).status).toBe(200);
  });

  test("is nobody else, and keeps what a mail link opened", async () => {
    const [{ body: rowan }, { body: other }] = [await takeFor("rowan"), await takeFor("elder")];
    for (const pass of [rowan, other]) await post(desk, pass, hello);
    const conversation = { conversation: rowan.conversationId, user: String(decodeJwt(rowan.token)["user"]) };
    const link = (await desk.line.linkTo(publicUrl, conversation)).split("link=")[1];
    const { body: linked } = await ask(desk, "POST", "/widget/token", { body: { link } });
    await tell(await signedOut("rowan"));
    expect((await post(desk, rowan, hello)).status).toBe(403);
    for (const pass of [other, { ...linked, conversationId: rowan.conversationId }])
      expect((await post(desk, pass, hello)).status).toBe(200);
  });

  test("is told by a word for that alone, once, and by nobody but the host", async () => {
    const { body } = await takeFor("larch");
    const word = await signedOut("larch");
    expect((await take(word)).status).toBe(403);
    expect((await tell(await voucher("larch", publicUrl))).status).toBe(403);
    expect(
      (await tell(await voucher("larch", "https://other.example", { says: { signedOut: true } }))).status,
    ).toBe(403);
    const key = new TextEncoder().encode("another secret, of nobody in particular");
    expect((await tell(await voucher("larch", publicUrl, { key, says: { signedOut: true } }))).status).toBe(
      403,
    );
    expect((await post(desk, body, hello)).status).toBe(200);
    expect((await tell(word)).status).toBe(200);
    expect((await tell(word)).status).toBe(403);
    expect((await ask(desk, "POST", "/widget/signed-out", { body: {} })).status).toBe(400);
  });
});
