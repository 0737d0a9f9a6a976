import { afterAll, beforeAll, expect, test } from "vitest";
import { networkHash, networkKey, strangersNetwork } from "../../../src/directline/grants/network.ts";
import { ask, newPass, type Pass } from "../ask.ts";
import { type EchoDesk, openEchoDesk } from "../echo-desk.ts";
import { hostSecret, voucher } from "../vouchers.ts";

const DAY_MS = 24 * 3_600_000;
let clock = Date.now();
let desk: EchoDesk;
let networkOf: ReturnType<typeof strangersNetwork>;

beforeAll(async () => {
  desk = await openEchoDesk({ now: () => clock, proxies: 1, hostUsersKey: hostSecret });
  networkOf = strangersNetwork(desk.store, () => new Date(clock));
});
afterAll(() => desk.stop());

const from = (address: string) => ({ "x-forwarded-for": address });
async function begun(address: string): Promise<Pass> {
  const headers = from(address);
  const pass = (await ask(desk, "POST", "/widget/token", { body: {}, headers })).body as Pass;
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token, headers });
  return pass;
}
const networkFrom = async (address: string) => networkOf((await begun(address)).conversationId);

test("T50: a conversation knows its network by a hash: the same for a /64, another for others, and no address is kept", async () => {
  const one = await networkFrom("2001:db8:1:2::7");
  expect(one).toMatch(/^[\w-]{22}$/);
  expect(await networkFrom("2001:db8:1:2:ffff::8")).toBe(one);
  expect(await networkFrom("2001:db8:1:3::7")).not.toBe(one);
  const ipv4 = await networkFrom("203.0.113.7");
  expect(await networkFrom("::ffff:203.0.113.7")).toBe(ipv4);
  const pass = await begun("203.0.113.7");
  const key = `grants/conversations/${pass.conversationId}`;
  const kept = JSON.stringify((await desk.store.readState([key])).get(key)?.value);
  expect(kept).toContain(String(ipv4));
  expect(kept).not.toContain("203.0.113");
});

test("whoever comes from this machine is not counted", async () => {
  const pass = await newPass(desk);
  await ask(desk, "POST", "/v3/directline/conversations", { token: pass.token });
  expect(await networkOf(pass.conversationId)).toBeNull();
});

test("who opened the link of an e-mail, and whom the host page vouches for, is no stranger", async () => {
  const pass = await begun("203.0.113.9");
  const url = await desk.line.linkTo(desk.url, { conversation: pass.conversationId, user: "dl_x" });
  const link = new URLSearchParams(new URL(url).hash.slice(1)).get("link") ?? "";
  expect(await networkOf(pass.conversationId)).toMatch(/./);
  await ask(desk, "POST", "/widget/token", { body: { link }, headers: from("203.0.113.9") });
  expect(await networkOf(pass.conversationId)).toBeNull();

  const userToken = await voucher("somebody", desk.url);
  const headers = from("203.0.113.9");
  const vouched = (await ask(desk, "POST", "/widget/token", { body: { userToken }, headers })).body as Pass;
  await ask(desk, "POST", "/v3/directline/conversations", { token: vouched.token, headers });
  expect(await networkOf(vouched.conversationId)).toBeNull();
});

test("the key is another one after a week, in every process", async () => {
  const now = (): Date => new Date(clock);
  const here = networkKey(desk.store, now);
  const there = networkKey(desk.store, now);
  const hash = async (key: typeof here) => networkHash(await key(), "203.0.113.0");
  const before = await hash(here);
  expect(await hash(there)).toBe(before);
  clock += 8 * DAY_MS;
  const [one, other] = await Promise.all([hash(here), hash(there)]);
  expect(one).not.toBe(before);
  expect(other).toBe(one);
});

test("a challenge is given to nobody but the talk's own token, and a proof that is none is refused", async () => {
  const [pass, other] = [await begun("203.0.113.10"), await begun("203.0.113.11")];
  const path = `/v3/directline/conversations/${pass.conversationId}/challenge`;
  expect((await ask(desk, "GET", path)).status).toBe(401);
  expect((await ask(desk, "GET", path, { token: other.token })).status).toBe(403);
  expect((await ask(desk, "GET", path, { token: pass.token })).body).toEqual({ challenge: null });
  const refused = await ask(desk, "POST", path, { token: pass.token, body: { nonces: "x" } });
  expect(refused.status).toBe(400);
});
