import { randomUUID } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { appId, homeTenant, openIssuer, serviceUrlOf } from "../issuer.ts";
import { activityFrom } from "../teams-message.ts";
import { deliver, openGuardedDoor } from "./guarded-door.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const text = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

test("4,000 tokens that nobody signed, each of a new tenant and with a new kid, leave the memory flat", async () => {
  const issuer = await openIssuer();
  const door = await openGuardedDoor(issuer.settings());
  const activity = activityFrom(serviceUrlOf(issuer), homeTenant);
  const unsigned = (): string => {
    const tid = randomUUID();
    const iss = Math.random() < 0.5 ? issuer.url : `https://sts.windows.net/${tid}/`;
    const claims = { iss, tid, aud: appId, serviceurl: serviceUrlOf(issuer), exp: Date.now(), ver: "1.0" };
    return `Bearer ${text({ alg: "RS256", kid: randomUUID() })}.${text(claims)}.${"A".repeat(342)}`;
  };
  const flood = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at += 20) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => deliver(door, activity, unsigned())),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    }
    door.reasons.length = 0;
    collect();
  };
  await flood(500);
  const before = process.memoryUsage().heapUsed;
  await flood(4000);
  const grown = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  expect(grown).toBeLessThan(3);
  expect(issuer.asked).toEqual(["/openid", "/keys"]);
  await door.stop();
  await issuer.close();
});
