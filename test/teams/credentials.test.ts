import { afterEach, beforeEach, expect, test } from "vitest";
import { makeCredentials } from "../../src/teams/credentials.ts";
import { appId, type Issuer, openIssuer, password } from "./issuer.ts";

const MINUTE = 60_000;

let issuer: Issuer;
let ahead = 0;
const now = (): number => Date.now() + ahead;
beforeEach(async () => {
  ahead = 0;
  issuer = await openIssuer();
});
afterEach(() => issuer.close());

const failure = async (asking: Promise<string>): Promise<string> =>
  asking.then(
    () => "none",
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  );

test("100 calls at once ask for one token, with the bot's password, for the connector's scope", async () => {
  const { bearer } = makeCredentials(issuer.settings(), now);
  expect(new Set(await Promise.all(Array.from({ length: 100 }, bearer)))).toEqual(new Set(["access-1"]));
  expect(issuer.proofs).toEqual([
    {
      grant_type: "client_credentials",
      client_id: appId,
      client_secret: password,
      scope: "https://api.botframework.com/.default",
    },
  ]);
});

test("a token is renewed 5 minutes before its end, and nobody waits for it", async () => {
  const { bearer } = makeCredentials(issuer.settings(), now);
  await bearer();
  ahead = 54 * MINUTE;
  expect(await bearer()).toBe("access-1");
  ahead = 56 * MINUTE;
  expect(await bearer()).toBe("access-1");
  await expect.poll(bearer).toBe("access-2");
  expect(issuer.given).toHaveLength(2);
});

test("while no new token can be had the old one serves until its end, and is asked for every 30 seconds", async () => {
  const { bearer } = makeCredentials(issuer.settings(), now);
  await bearer();
  issuer.mood = { kind: "down" };
  const before = issuer.asked.length;
  ahead = 56 * MINUTE;
  for (let at = 0; at < 20; at++) expect(await bearer()).toBe("access-1");
  await expect.poll(() => issuer.asked.length).toBe(before + 1);
  ahead = 61 * MINUTE;
  expect(await failure(bearer())).toMatch(
    /^no-access-token: MicrosoftAppId: 127\.0\.0\.1:\d+ answered 503 down$/,
  );
  issuer.mood = { kind: "well" };
  expect(await bearer()).toBe("access-2");
});

test("a wrong password is told with the variable and the issuer's code, and without the password", async () => {
  const proof = { kind: "password" as const, loginUrl: `${issuer.url}/login`, password: "hunter2" };
  const told = await failure(makeCredentials(issuer.settings({ proof }), now).bearer());
  expect(told).toMatch(/^no-access-token: MicrosoftAppId: 127\.0\.0\.1:\d+ answered 401 invalid_client$/);
});

test("an answer that is no JSON is told as no token", async () => {
  issuer.mood = { kind: "garbage" };
  expect(await failure(makeCredentials(issuer.settings(), now).bearer())).toMatch(/^no-access-token: /);
});

test.each([
  ["App Service", { "x-identity-header": "secret of the machine" }, "2019-08-01"],
  ["the instance metadata service", { metadata: "true" }, "2018-02-01"],
])("a managed identity gets its token from %s", async (_where, headers, apiVersion) => {
  const proof = { kind: "managed" as const, url: `${issuer.url}/identity`, headers, apiVersion };
  const { bearer } = makeCredentials(issuer.settings({ proof }), now);
  expect(await bearer()).toBe("access-1");
  ahead = 54 * MINUTE;
  expect(await bearer()).toBe("access-1");
  ahead = 56 * MINUTE;
  await bearer();
  await expect.poll(bearer).toBe("access-2");
  expect(issuer.proofs[0]).toEqual({
    "api-version": apiVersion,
    resource: "https://api.botframework.com",
    client_id: appId,
    metadata: "",
    header: "",
    ...("metadata" in headers ? headers : { header: headers["x-identity-header"] }),
  });
});
