import { createHmac } from "node:crypto";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appId, homeTenant, type Issuer, openIssuer, serviceUrlOf } from "../issuer.ts";
import { activityFrom } from "../teams-message.ts";
import { deliver, type GuardedDoor, openGuardedDoor } from "./guarded-door.ts";

let issuer: Issuer;
let door: GuardedDoor;
beforeAll(async () => {
  issuer = await openIssuer();
  await issuer.addKey("key-of-slack", ["slack"]);
  await issuer.addKey("key-of-nobody");
  door = await openGuardedDoor(issuer.settings());
});
afterAll(async () => {
  await door.stop();
  await issuer.close();
});

const seconds = (): number => Math.floor(Date.now() / 1000);
const elsewhere = "99999999-8888-4777-8666-555555555555";
const activity = (more: Record<string, unknown> = {}) => activityFrom(serviceUrlOf(issuer), homeTenant, more);
const text = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
const claims = () => ({
  iss: issuer.url,
  aud: appId,
  serviceurl: serviceUrlOf(issuer),
  nbf: seconds(),
  exp: seconds() + 3600,
});
const keyOf = (kid: string) => {
  const key = issuer.keys.find((one) => one.kid === kid);
  if (key === undefined) throw new Error(`no key ${kid}`);
  return key;
};

test("a good token and its activity come in, and what is proven is told", async () => {
  expect(await deliver(door, activity(), `Bearer ${await issuer.sign()}`)).toEqual({
    status: 200,
    body: { appId, serviceUrl: serviceUrlOf(issuer), tenantId: homeTenant },
  });
});

test.each<[string, () => Promise<string>, (() => object)?]>([
  ["a token whose start is 4 minutes ahead", () => issuer.sign({ nbf: seconds() + 240 })],
  ["a token that ended 4 minutes ago", () => issuer.sign({ exp: seconds() - 240 })],
  ["an audience in upper case", () => issuer.sign({ aud: appId.toUpperCase() })],
  ["a tenant claim that is ours", () => issuer.sign({ tid: homeTenant })],
  [
    "Web Chat without a tenant",
    () => issuer.sign(),
    () => activity({ channelId: "webchat", conversation: { id: "x" }, channelData: {} }),
  ],
])("%s comes in", async (_what, token, body = activity) => {
  expect((await deliver(door, body(), `Bearer ${await token()}`)).status).toBe(200);
});

type Row = [
  what: string,
  status: number,
  because: string,
  token: () => string | Promise<string>,
  body?: () => object,
];

const hs256 = async (): Promise<string> => {
  const publicText = JSON.stringify(keyOf("key-1").publicJwk);
  const content = `${text({ alg: "HS256", kid: "key-1", typ: "JWT" })}.${text(claims())}`;
  return `${content}.${createHmac("sha256", publicText).update(content).digest("base64url")}`;
};
const ownKey = async (header: object = {}): Promise<string> => {
  const { privateKey } = await generateKeyPair("RS256");
  return new SignJWT(claims()).setProtectedHeader({ alg: "RS256", kid: "key-1", ...header }).sign(privateKey);
};
const changed = async (): Promise<string> => {
  const [header, , signature] = (await issuer.sign({ serviceurl: "https://evil.example/" })).split(".");
  return `${header}.${text(claims())}.${signature}`;
};
const sts = (tenant: string): string => `https://sts.windows.net/${tenant}/`;
const login = (tenant: string): string => `https://login.microsoftonline.com/${tenant}/v2.0`;

test.each<Row>([
  ["no token in the header", 401, "none", () => ""],
  [
    "T36: an Emulator token (v1)",
    401,
    "issuer",
    () => issuer.sign({ iss: sts("d6d49420-f39b-4df7-a1dc-d59a935871db"), ver: "1.0", appid: appId }),
  ],
  [
    "T36: an Emulator token (v2)",
    401,
    "issuer",
    () => issuer.sign({ iss: login("d6d49420-f39b-4df7-a1dc-d59a935871db"), ver: "2.0", azp: appId }),
  ],
  [
    "T36: a skill token",
    401,
    "issuer",
    () => issuer.sign({ iss: sts("f8cdef31-a31e-4b4a-93e4-5f571e91255a"), ver: "1.0", appid: elsewhere }),
  ],
  [
    "T36: an App Service Extension token",
    401,
    "issuer",
    () => issuer.sign({ iss: `https://ase.example.net/`, aud: "https://ase.example.net" }),
    () => activity({ channelId: "AppService" }),
  ],
  [
    "T36: the Emulator as channel",
    403,
    "channel",
    () => issuer.sign(),
    () => activity({ channelId: "emulator" }),
  ],
  [
    "T36: the App Service Extension as channel",
    403,
    "channel",
    () => issuer.sign(),
    () => activity({ channelId: "AppService" }),
  ],
  ["a wrong issuer", 401, "issuer", () => issuer.sign({ iss: "https://api.botframework.example" })],
  ["no issuer", 401, "issuer", () => issuer.sign({ iss: undefined })],
  ["another app as audience", 403, "audience", () => issuer.sign({ aud: elsewhere })],
  ["two audiences", 401, "claims", () => issuer.sign({ aud: [appId, elsewhere] })],
  ["no audience", 401, "claims", () => issuer.sign({ aud: undefined })],
  ["an expired token", 401, "signature or time", () => issuer.sign({ exp: seconds() - 400 })],
  ["a token without an end", 401, "signature or time", () => issuer.sign({ exp: undefined })],
  ["a token not yet valid", 401, "signature or time", () => issuer.sign({ nbf: seconds() + 400 })],
  ["alg none", 401, "malformed", () => `${text({ alg: "none", kid: "key-1" })}.${text(claims())}.`],
  [
    "alg none with something for a signature",
    401,
    "algorithm",
    () => `${text({ alg: "none", kid: "key-1" })}.${text(claims())}.AAAA`,
  ],
  ["HS256 with the public key as the secret", 401, "algorithm", hs256],
  ["a kid that nobody knows", 401, "unknown-key", () => issuer.sign({}, { kid: "key-99" })],
  ["no kid", 401, "algorithm", () => ownKey({ kid: undefined })],
  ["a forged signature under a known kid", 401, "signature or time", () => ownKey()],
  [
    "a key of its own in the header",
    401,
    "signature or time",
    () => ownKey({ jwk: keyOf("key-1").publicJwk, jku: "https://evil.example/keys" }),
  ],
  ["claims changed after signing", 401, "signature or time", changed],
  [
    "a critical header that is not understood",
    401,
    "signature or time",
    () =>
      ownKey({ crit: ["exp"] }).catch(
        () => `${text({ alg: "RS256", kid: "key-1", crit: ["what"], what: 1 })}.${text(claims())}.AAAA`,
      ),
  ],
  ["no serviceurl claim", 401, "claims", () => issuer.sign({ serviceurl: undefined })],
  [
    "another serviceurl claim",
    403,
    "another service URL",
    () => issuer.sign({ serviceurl: "https://smba.trafficmanager.net/emea/" }),
  ],
  [
    "a serviceUrl that is not the claim's",
    403,
    "another service URL",
    () => issuer.sign(),
    () => activity({ serviceUrl: "https://smba.trafficmanager.net/emea/" }),
  ],
  [
    "T34: a host that is not listed, signed for",
    403,
    "service URL not allowed",
    () => issuer.sign({ serviceurl: "https://evil.example/" }),
    () => activity({ serviceUrl: "https://evil.example/" }),
  ],
  [
    "T34: the metadata service, signed for",
    403,
    "service URL not allowed",
    () => issuer.sign({ serviceurl: "http://169.254.169.254/" }),
    () => activity({ serviceUrl: "http://169.254.169.254/" }),
  ],
  ["a foreign tenant in the token", 403, "tenant", () => issuer.sign({ tid: elsewhere })],
  [
    "a foreign tenant in the conversation",
    403,
    "tenant",
    () => issuer.sign(),
    () => activity({ conversation: { id: "x", tenantId: elsewhere } }),
  ],
  [
    "a foreign tenant in the channel data",
    403,
    "tenant",
    () => issuer.sign(),
    () => activity({ channelData: { tenant: { id: elsewhere } } }),
  ],
  [
    "Teams without a tenant",
    403,
    "tenant",
    () => issuer.sign(),
    () => activity({ conversation: { id: "x" }, channelData: {} }),
  ],
  [
    "a key that is endorsed for another channel",
    403,
    "endorsements",
    () => issuer.sign({}, { key: keyOf("key-of-slack") }),
  ],
  ["a key without endorsements", 403, "endorsements", () => issuer.sign({}, { key: keyOf("key-of-nobody") })],
  ["no serviceUrl", 400, "no address", () => issuer.sign(), () => activity({ serviceUrl: undefined })],
  ["no channelId", 400, "no address", () => issuer.sign(), () => activity({ channelId: undefined })],
  [
    "a tenant that is no text",
    400,
    "no address",
    () => issuer.sign(),
    () => activity({ channelData: { tenant: { id: 7 } } }),
  ],
  ["a list for an activity", 400, "no address", () => issuer.sign(), () => []],
  ["a token of 10 KB", 401, "malformed", () => issuer.sign({ more: "x".repeat(10_000) })],
  ["three parts that are no token", 401, "malformed", () => "a.b.c"],
])("%s is refused with %i (%s)", async (_what, status, because, token, body = activity) => {
  const answer = await deliver(door, body(), `Bearer ${await token()}`.trim());
  expect(answer.status).toBe(status);
  const refused = { 400: "bad-activity", 401: "no-token", 403: "foreign-token" }[status];
  expect(answer.body["code"]).toBe(refused);
  const sure = await door.guard.check({ authorization: `Bearer ${await token()}`, activity: body() });
  expect(sure).toEqual({ refused });
  if (because !== "none") expect(door.reasons.at(-1)).toBe(because);
});

test.each([
  ["no header", null],
  ["basic authentication", "Basic dXNlcjpwYXNz"],
  ["two tokens", "Bearer a.b.c, Bearer a.b.c"],
])("%s is refused with the same words as a bad token", async (_what, header) => {
  const { status, body } = await deliver(door, activity(), header);
  expect([status, body["detail"]]).toEqual([401, "A valid token is required."]);
});
