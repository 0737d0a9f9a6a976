import { afterAll, beforeAll, expect, test } from "vitest";
import { makeMicrosoftSignIn } from "../../src/accounts/microsoft-sign-in.ts";
import { readConfig } from "../../src/config/config.ts";
import { tabApp } from "../../src/teams/teams.ts";
import { appId, objectId, openTenant, type Tenant, tenantId } from "../accounts/tenant.ts";

const app = { MicrosoftAppId: appId, MicrosoftAppPassword: "secret-of-the-bot" };
const single = { ...app, MicrosoftAppType: "SingleTenant", MicrosoftAppTenantId: tenantId };

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
afterAll(() => tenant.stop());

test("the bot's own tenant signs agents in to its tab, for the address where people reach the desk", async () => {
  const config = readConfig({ ...single, PUBLIC_URL: "https://desk.example.com/" });
  const known = { appId, tenantId, host: "desk.example.com" };
  expect(tabApp(config)).toEqual({ ...known, authority: "https://login.microsoftonline.com" });
  const check = makeMicrosoftSignIn({ ...known, authority: tenant.authority }, () => new Date());
  const token = await tenant.sign({ aud: `api://desk.example.com/botid-${appId}` });
  expect(await check(token)).toEqual({ tenant: tenantId, objectId });
  const elsewhere = await tenant.sign({ aud: `api://other.example.com/botid-${appId}` });
  expect(await check(elsewhere)).toBeNull();
});

test("another cloud that is named signs people in too, by its host", () => {
  const config = readConfig({ ...single, ToChannelFromBotLoginUrl: "https://login.cloud.example/tenant" });
  expect(tabApp(config)?.authority).toBe("https://login.cloud.example");
});

test("nobody signs in by Microsoft without an app, nor for a bot of many tenants", () => {
  expect(tabApp(readConfig({}))).toBeNull();
  expect(tabApp(readConfig(app))).toBeNull();
});
