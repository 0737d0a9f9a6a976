import { expect, test } from "vitest";
import { readConfig } from "../../src/config/config.ts";
import { refusal } from "../config-refusal.ts";
import { appId, homeTenant as tenant } from "./issuer.ts";

const app = { MicrosoftAppId: appId, MicrosoftAppPassword: "secret-of-the-bot" };
const single = { ...app, MicrosoftAppType: "SingleTenant", MicrosoftAppTenantId: tenant };

test("T35: without an app id there is no connector", () => {
  expect(readConfig({}).connector).toBeNull();
  expect(readConfig({ MicrosoftAppType: "SingleTenant" }).connector).toBeNull();
});

test("one tenant: Entra is asked there, and only its people may come", () => {
  expect(readConfig(single).connector).toEqual({
    appId,
    tenantId: tenant,
    issuer: "https://api.botframework.com",
    metadataUrl: "https://login.botframework.com/v1/.well-known/openidconfiguration",
    scope: "https://api.botframework.com",
    authority: "https://login.microsoftonline.com",
    proof: {
      kind: "password",
      loginUrl: `https://login.microsoftonline.com/${tenant}`,
      password: "secret-of-the-bot",
    },
    serviceHosts: [
      "smba.trafficmanager.net",
      "smba.onyx.prod.teams.trafficmanager.net",
      "smba.infra.gcc.teams.microsoft.com",
    ],
  });
});

test("many tenants, which is what no type means: Entra is asked at the Bot Framework's own", () => {
  const { tenantId, proof } = readConfig(app).connector ?? {};
  expect(tenantId).toBeNull();
  expect(proof).toMatchObject({ loginUrl: "https://login.microsoftonline.com/botframework.com" });
});

test("a managed identity asks App Service where it is there, else the instance metadata service", () => {
  const managed = { ...single, MicrosoftAppType: "UserAssignedMSI", MicrosoftAppPassword: "" };
  expect(readConfig(managed).connector?.proof).toEqual({
    kind: "managed",
    url: "http://169.254.169.254/metadata/identity/oauth2/token",
    headers: { metadata: "true" },
    apiVersion: "2018-02-01",
  });
  const here = { IDENTITY_ENDPOINT: "http://127.0.0.1:41741/msi/token", IDENTITY_HEADER: "of the machine" };
  expect(readConfig({ ...managed, ...here }).connector?.proof).toEqual({
    kind: "managed",
    url: here.IDENTITY_ENDPOINT,
    headers: { "x-identity-header": "of the machine" },
    apiVersion: "2019-08-01",
  });
});

test("the government's cloud has an issuer, a sign-in and hosts of its own", () => {
  expect(readConfig({ ...single, ChannelService: "https://botframework.azure.us" }).connector).toMatchObject({
    issuer: "https://api.botframework.us",
    metadataUrl: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    scope: "https://api.botframework.us",
    authority: "https://login.microsoftonline.us",
    proof: { loginUrl: `https://login.microsoftonline.us/${tenant}` },
    serviceHosts: ["smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"],
  });
});

test("each address of another cloud can be named, and hosts be added", () => {
  const cloud = {
    ToBotFromChannelTokenIssuer: "https://api.cloud.example",
    ToBotFromChannelOpenIdMetadataUrl: "https://login.cloud.example/openid",
    ToChannelFromBotLoginUrl: "https://login.cloud.example/tenant/",
    ToChannelFromBotOAuthScope: "https://api.cloud.example",
    CONNECTOR_SERVICE_HOSTS: "SMBA.cloud.example, other.example",
  };
  const read = readConfig({ ...single, ...cloud }).connector;
  expect(read).toMatchObject({
    issuer: cloud.ToBotFromChannelTokenIssuer,
    metadataUrl: cloud.ToBotFromChannelOpenIdMetadataUrl,
    scope: cloud.ToChannelFromBotOAuthScope,
    authority: "https://login.cloud.example",
    proof: { loginUrl: "https://login.cloud.example/tenant" },
  });
  expect(read?.serviceHosts.slice(-2)).toEqual(["smba.cloud.example", "other.example"]);
});

test.each<[Record<string, string>, RegExp]>([
  [
    { MicrosoftAppPassword: "hunter2" },
    /^MicrosoftAppId: got nothing, required together with MicrosoftAppPassword$/,
  ],
  [
    { MicrosoftAppId: appId },
    /^MicrosoftAppPassword: got nothing, required together with MicrosoftAppType MultiTenant$/,
  ],
  [{ ...single, MicrosoftAppTenantId: "" }, /^MicrosoftAppTenantId: got nothing, .* SingleTenant$/],
  [{ ...single, MicrosoftAppId: "my-bot" }, /^MicrosoftAppId: got "my-bot", expected an id such as/],
  [{ ...single, MicrosoftAppType: "Both" }, /^MicrosoftAppType: got "Both", expected SingleTenant,/],
  [
    { ...single, ToChannelFromBotLoginUrl: "http://login.example" },
    /^ToChannelFromBotLoginUrl: .*expected an https URL$/,
  ],
  [{ ...single, ToBotFromChannelOpenIdMetadataUrl: "http://127.0.0.1/" }, /expected an https URL$/],
  [
    { ...single, CONNECTOR_SERVICE_HOSTS: "10.0.0.1" },
    /^CONNECTOR_SERVICE_HOSTS: got "10.0.0.1", expected names of hosts/,
  ],
  [{ ...single, CONNECTOR_SERVICE_HOSTS: "https://a.example" }, /expected names of hosts/],
  [{ ...single, CONNECTOR_SERVICE_HOSTS: "*" }, /expected names of hosts/],
])("%o is refused", (environment, line) => expect(refusal(environment)).toMatch(line));
