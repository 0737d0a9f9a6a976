import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConnectorAuth, makeConnectorAuth } from "../../../src/teams/auth/connector-auth.ts";
import { bearerToken } from "../../../src/teams/auth/verify-jwt.ts";
import { anyJson, damaged, nearly } from "../../anything.ts";
import { homeTenant, type Issuer, openIssuer, serviceUrlOf } from "../issuer.ts";
import { activityFrom } from "../teams-message.ts";

let issuer: Issuer;
let guard: ConnectorAuth;
let good: string;
beforeAll(async () => {
  issuer = await openIssuer();
  guard = makeConnectorAuth(issuer.settings(), { now: Date.now, log: () => undefined, trustLoopback: true });
  good = `Bearer ${await issuer.sign()}`;
});
afterAll(() => issuer.close());

test("any activity under a good token is believed with its own service URL, or refused", async () => {
  const activity = activityFrom(serviceUrlOf(issuer), homeTenant);
  let believed = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyJson, nearly(activity)), async (sent) => {
      const checked = await guard.check({ authorization: good, activity: sent });
      if ("refused" in checked) {
        expect(["foreign-token", "bad-activity"]).toContain(checked.refused);
        return;
      }
      believed++;
      expect(checked.claims.serviceUrl).toBe((sent as typeof activity)["serviceUrl"]);
    }),
    { numRuns: 1000 },
  );
  expect(believed).toBeGreaterThan(20);
});

test("T36: any header but that of the connector proves nothing", async () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value) ?? "").toString("base64url");
  const forged = fc
    .tuple(
      fc.oneof(fc.jsonValue(), fc.constant({ alg: "RS256", kid: "k" })),
      fc.jsonValue(),
      fc.base64String(),
    )
    .map(([header, claims, signature]) => `Bearer ${part(header)}.${part(claims)}.${signature}`);
  const headers = fc.oneof(fc.string({ unit: "binary" }), forged, damaged(fc.constant(good)));
  // the last letter of a signature has bits that mean nothing
  const meant = (header: string): string =>
    header
      .trim()
      .split(".")
      .map((coded) => Buffer.from(coded, "base64url").toString("hex"))
      .join(".");
  await fc.assert(
    fc.asyncProperty(headers, async (authorization) => {
      fc.pre(meant(authorization) !== meant(good));
      expect(bearerToken(authorization, "https://other.example")).toHaveProperty("because");
      expect(await guard.check({ authorization, activity: {} })).toEqual({ refused: "no-token" });
    }),
    { numRuns: 500 },
  );
});
