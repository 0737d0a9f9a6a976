import { createHmac } from "node:crypto";
import type { JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MicrosoftSignIn, makeMicrosoftSignIn } from "../../src/accounts/microsoft-sign-in.ts";
import { appId, objectId, openTenant, type Tenant, tenantId } from "./tenant.ts";

let tenant: Tenant;
let signIn: MicrosoftSignIn;
const app = { appId, tenantId, host: "desk.example.com" };

beforeAll(async () => {
  tenant = await openTenant();
  signIn = makeMicrosoftSignIn({ ...app, authority: `${tenant.authority}/` }, () => new Date());
});
afterAll(() => tenant.stop());

describe("a token of Teams", () => {
  test.each<[string, JWTPayload]>([
    ["for the app by its id", {}],
    ["for the app by its name", { aud: `api://desk.example.com/botid-${appId}` }],
    ["of the older kind", { iss: `https://sts.windows.net/${tenantId}/` }],
    ["with more scopes", { scp: "openid access_as_user" }],
  ])("%s says who it is", async (_, claims) => {
    expect(await signIn(await tenant.sign(claims))).toEqual({ tenant: tenantId, objectId });
  });

  test.each<[string, JWTPayload]>([
    ["of another issuer", { iss: "https://login.example.com/v2.0" }],
    ["of another tenant", { tid: appId }],
    ["of another tenant's issuer", { iss: `https://sts.windows.net/${appId}/` }],
    ["for another app", { aud: objectId }],
    ["for the app at another desk", { aud: `api://evil.example.com/botid-${appId}` }],
    ["with another scope", { scp: "User.Read" }],
    ["without a scope", { scp: undefined }],
    ["without an object id", { oid: undefined }],
    ["that is not good yet", { nbf: Math.floor(Date.now() / 1000) + 3600 }],
  ])("%s is not taken", async (_, claims) => {
    expect(await signIn(await tenant.sign(claims))).toBe(null);
  });

  test("that has expired, or that somebody else signed, is not taken", async () => {
    expect(await signIn(await tenant.sign({}, { until: "2 minutes ago" }))).toBe(null);
    expect(await signIn(await tenant.sign({}, { stranger: true }))).toBe(null);
  });

  test("without a signature, or signed with what everybody knows, is not taken", async () => {
    const [, payload = ""] = (await tenant.sign()).split(".");
    const head = (header: object): string => Buffer.from(JSON.stringify(header)).toString("base64url");
    expect(await signIn(`${head({ alg: "none", typ: "JWT" })}.${payload}.`)).toBe(null);
    const unsigned = `${head({ alg: "HS256", kid: "k1" })}.${payload}`;
    const sum = createHmac("sha256", appId).update(unsigned).digest("base64url");
    expect(await signIn(`${unsigned}.${sum}`)).toBe(null);
    expect(await signIn("not a token")).toBe(null);
  });
});

test("while Microsoft's keys cannot be had nobody gets in", async () => {
  const away = makeMicrosoftSignIn({ ...app, authority: "http://127.0.0.1:9" }, () => new Date());
  await expect(away(await tenant.sign())).rejects.toThrow();
});
