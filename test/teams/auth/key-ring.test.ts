import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { homeTenant, type Issuer, openIssuer, serviceUrlOf } from "../issuer.ts";
import { activityFrom } from "../teams-message.ts";
import { type GuardedDoor, openGuardedDoor } from "./guarded-door.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let issuer: Issuer;
let door: GuardedDoor;
let ahead = 0;
const now = (): number => Date.now() + ahead;
beforeEach(async () => {
  ahead = 0;
  issuer = await openIssuer();
  door = await openGuardedDoor(issuer.settings(), { now });
});
afterEach(async () => {
  await door.stop();
  await issuer.close();
});

const check = async (by: Parameters<Issuer["sign"]>[1] = {}) => {
  const from = Math.floor(now() / 1000);
  const token = await issuer.sign({ nbf: from, exp: from + 3600 }, by);
  const activity = activityFrom(serviceUrlOf(issuer), homeTenant);
  const answer = await door.guard.check({ authorization: `Bearer ${token}`, activity });
  return "claims" in answer ? "in" : door.reasons.at(-1);
};
const fetches = (): number => issuer.asked.filter((path) => path === "/keys").length;

test("T37: 200 requests at once fetch the keys once", async () => {
  expect(await Promise.all(Array.from({ length: 200 }, () => check()))).toEqual(Array(200).fill("in"));
  expect(issuer.asked).toEqual(["/openid", "/keys"]);
});

test("T37: keys serve for a day before they are fetched again, beside the work", async () => {
  await check();
  ahead = DAY - MINUTE;
  await check();
  expect(fetches()).toBe(1);
  ahead = DAY + MINUTE;
  expect(await check()).toBe("in");
  await expect.poll(fetches).toBe(2);
});

test.each(["down", "garbage"] as const)(
  "T37: with the issuer %s old keys serve for 7 days and no longer",
  async (kind) => {
    expect(await check()).toBe("in");
    issuer.mood = { kind };
    ahead = 7 * DAY - MINUTE;
    expect(await check()).toBe("in");
    ahead = 7 * DAY + MINUTE;
    expect(await check()).toBe("no-keys");
    issuer.mood = { kind: "well" };
    ahead += MINUTE;
    expect(await check()).toBe("in");
  },
);

test("T37: an issuer that never answers holds requests up for 3 seconds, all of them together", async () => {
  issuer.mood = { kind: "slow" };
  const began = performance.now();
  expect(await Promise.all([check(), check(), check()])).toEqual(["no-keys", "no-keys", "no-keys"]);
  const took = performance.now() - began;
  expect(took).toBeGreaterThan(2900);
  expect(took).toBeLessThan(6000);
  expect(issuer.asked).toEqual(["/openid"]);
});

test("T37: while old keys are renewed from an issuer that never answers, nobody waits", async () => {
  await check();
  issuer.mood = { kind: "slow" };
  ahead = 2 * DAY;
  expect(await Promise.race([check(), sleep(2000, "waited")])).toBe("in");
});

test("T37: a new key is found at its first use, and the old one goes when the issuer drops it", async () => {
  await check();
  const old = issuer.keys[0];
  const next = await issuer.addKey("key-2", ["msteams"]);
  ahead = MINUTE;
  expect(await check({ key: next })).toBe("in");
  issuer.keys.shift();
  ahead += DAY + MINUTE;
  await check({ key: next });
  await expect.poll(fetches).toBe(3);
  ahead += 2 * MINUTE;
  expect(await check({ ...(old && { key: old }) })).toBe("unknown-key");
});

test("T37: unknown kids, however many, are looked for at most once a minute", async () => {
  await check();
  for (let at = 0; at < 100; at++) expect(await check({ kid: `key-${at + 100}` })).toBe("unknown-key");
  expect(fetches()).toBe(1);
  ahead = MINUTE;
  for (let at = 0; at < 100; at++) await check({ kid: `key-${at + 100}` });
  expect(fetches()).toBe(2);
});

test("T07 a clock that is put back keeps no new key out", async () => {
  ahead = 60 * MINUTE;
  await check();
  ahead = 0;
  const next = await issuer.addKey("key-2", ["msteams"]);
  expect(await check({ key: next })).toBe("in");
});
