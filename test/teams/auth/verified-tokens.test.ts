import { afterAll, beforeAll, expect, test } from "vitest";
import { homeTenant, type Issuer, openIssuer, serviceUrlOf } from "../issuer.ts";
import { activityFrom } from "../teams-message.ts";
import { deliver, type GuardedDoor, openGuardedDoor } from "./guarded-door.ts";

const HOUR_MS = 3_600_000;

let issuer: Issuer;
let door: GuardedDoor;
let ahead = 0;
beforeAll(async () => {
  issuer = await openIssuer();
  door = await openGuardedDoor(issuer.settings(), { now: () => Date.now() + ahead });
});
afterAll(async () => {
  await door.stop();
  await issuer.close();
});

test("a token that was taken is taken again until it ends, for its own service URL alone", async () => {
  const token = `Bearer ${await issuer.sign()}`;
  const status = async (serviceUrl: string) =>
    (await deliver(door, activityFrom(serviceUrl, homeTenant), token)).status;
  expect(await status(serviceUrlOf(issuer))).toBe(200);
  expect(await status(serviceUrlOf(issuer))).toBe(200);
  expect(await status(`${issuer.url}/elsewhere/`)).toBe(403);
  ahead = 2 * HOUR_MS;
  expect(await status(serviceUrlOf(issuer))).toBe(401);
  expect(door.reasons).toEqual(["another service URL", "signature or time"]);
});
