import { isIP } from "node:net";
import { z } from "zod";

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isHost = (value: string): boolean =>
  isIP(value) === 0 &&
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/i.test(value);

const id = z
  .string()
  .trim()
  .refine(
    (value) => value === "" || guid.test(value),
    "expected an id such as 00000000-0000-0000-0000-000000000000",
  )
  .transform((value) => value.toLowerCase())
  .default("");

const https = z
  .string()
  .trim()
  .refine(
    (value) => value === "" || (URL.canParse(value) && new URL(value).protocol === "https:"),
    "expected an https URL",
  )
  .transform((value) => value.replace(/\/+$/, ""))
  .default("");

const hosts = (value: string): string[] =>
  value
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "");

/** Environment variables of the Bot Framework connector, named as in Microsoft's SDKs. */
export const TeamsVariables = z.object({
  MicrosoftAppType: z
    .enum(
      ["SingleTenant", "MultiTenant", "UserAssignedMSI"],
      "expected SingleTenant, MultiTenant or UserAssignedMSI",
    )
    .default("MultiTenant")
    .describe("`SingleTenant`, `MultiTenant` or `UserAssignedMSI`, as the bot is registered in Azure."),
  MicrosoftAppId: id.describe(
    "App id of the bot in Azure. It mounts `POST /api/messages` for Microsoft Teams; without it nothing of Teams exists.",
  ),
  MicrosoftAppPassword: z
    .string()
    .default("")
    .describe("Client secret of the app. Not for `UserAssignedMSI`."),
  MicrosoftAppTenantId: id.describe("Tenant of the bot. Not for `MultiTenant`."),
  ChannelService: z
    .enum(["", "https://botframework.azure.us"], "expected https://botframework.azure.us, or nothing")
    .default("")
    .describe("`https://botframework.azure.us` for GCC High and DoD; empty for the public cloud."),
  ToBotFromChannelTokenIssuer: https.describe("Token issuer of another cloud, as in the Bot Framework SDKs."),
  ToBotFromChannelOpenIdMetadataUrl: https.describe(
    "OpenID metadata URL of another cloud, as in the Bot Framework SDKs.",
  ),
  ToChannelFromBotLoginUrl: https.describe("Login URL of another cloud, as in the Bot Framework SDKs."),
  ToChannelFromBotOAuthScope: https.describe("OAuth scope of another cloud, as in the Bot Framework SDKs."),
  CONNECTOR_SERVICE_HOSTS: z
    .string()
    .transform(hosts)
    .refine(
      (names) => names.every(isHost),
      "expected names of hosts such as smba.example.com, separated by commas",
    )
    .default([])
    .describe("Further hosts to which answers may be sent, separated by commas. Those of Teams are known."),
  IDENTITY_ENDPOINT: z
    .string()
    .refine((value) => value === "" || URL.canParse(value), "expected the URL that App Service sets")
    .default("")
    .describe("Set by Azure App Service for `UserAssignedMSI`."),
  IDENTITY_HEADER: z.string().default("").describe("Set by Azure App Service for `UserAssignedMSI`."),
});
export type TeamsVariables = z.infer<typeof TeamsVariables>;

/** Endpoints that differ between Microsoft's clouds: token issuer, login and service hosts. */
interface Cloud {
  issuer: string;
  metadataUrl: string;
  /** base URL, to which the tenant of the bot is appended */
  loginUrl: string;
  multiTenant: string;
  scope: string;
  serviceHosts: readonly string[];
}

/** Sources: Bot Framework SDK 4.23 (AuthenticationConstants) and the Teams SDK's page on service URL validation. */
export const publicCloud: Cloud = {
  issuer: "https://api.botframework.com",
  metadataUrl: "https://login.botframework.com/v1/.well-known/openidconfiguration",
  loginUrl: "https://login.microsoftonline.com",
  multiTenant: "botframework.com",
  scope: "https://api.botframework.com",
  serviceHosts: [
    "smba.trafficmanager.net",
    "smba.onyx.prod.teams.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
  ],
};

/** GCC High and DoD. Sources: Bot Framework SDK 4.23 (GovernmentConstants) and the Teams SDK's page. */
export const governmentCloud: Cloud = {
  issuer: "https://api.botframework.us",
  metadataUrl: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
  loginUrl: "https://login.microsoftonline.us",
  multiTenant: "MicrosoftServices.onmicrosoft.us",
  scope: "https://api.botframework.us",
  serviceHosts: ["smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"],
};

/** Credentials of the bot: a client secret at Entra, or a managed identity of Azure. */
type Proof =
  | { kind: "password"; loginUrl: string; password: string }
  | { kind: "managed"; url: string; headers: Record<string, string>; apiVersion: string };

/** Registration of the desk with the Bot Framework. */
export interface TeamsConfig {
  appId: string;
  /** null: every tenant is accepted */
  tenantId: string | null;
  issuer: string;
  metadataUrl: string;
  scope: string;
  /** origin of the authority that signs users in for the bot's tab in Teams */
  authority: string;
  proof: Proof;
  /** hosts to which answers may be sent, in lower case */
  serviceHosts: readonly string[];
}

const appIdFirst = [
  "MicrosoftAppPassword",
  "MicrosoftAppTenantId",
  "ToBotFromChannelTokenIssuer",
  "ToBotFromChannelOpenIdMetadataUrl",
  "ToChannelFromBotLoginUrl",
  "ToChannelFromBotOAuthScope",
  "ChannelService",
] as const;

const needed = {
  SingleTenant: ["MicrosoftAppTenantId", "MicrosoftAppPassword"],
  MultiTenant: ["MicrosoftAppPassword"],
  UserAssignedMSI: ["MicrosoftAppTenantId"],
} as const;

/** Returns an operator message about a missing variable, or null when the set is complete. */
export function teamsGap(given: TeamsVariables): string | null {
  const lacks = (name: string, other: string): string =>
    `${name}: got nothing, required together with ${other}`;
  if (given.MicrosoftAppId === "") {
    const alone = appIdFirst.find((name) => given[name] !== "");
    return alone === undefined ? null : lacks("MicrosoftAppId", alone);
  }
  const missing = needed[given.MicrosoftAppType].find((name) => given[name] === "");
  return missing === undefined ? null : lacks(missing, `MicrosoftAppType ${given.MicrosoftAppType}`);
}

/**
 * Returns Azure's token endpoint for managed identities: that of App Service when set, else the instance
 * metadata service.
 */
function managedIdentity(given: TeamsVariables): Proof {
  return given.IDENTITY_ENDPOINT === ""
    ? {
        kind: "managed",
        url: "http://169.254.169.254/metadata/identity/oauth2/token",
        headers: { metadata: "true" },
        apiVersion: "2018-02-01",
      }
    : {
        kind: "managed",
        url: given.IDENTITY_ENDPOINT,
        headers: { "x-identity-header": given.IDENTITY_HEADER },
        apiVersion: "2019-08-01",
      };
}

/** Returns the configuration of the connector, or null when no app id is set and the connector is off. */
export function teamsConfig(given: TeamsVariables): TeamsConfig | null {
  if (given.MicrosoftAppId === "") return null;
  const cloud = given.ChannelService === "" ? publicCloud : governmentCloud;
  const oneTenant = given.MicrosoftAppType !== "MultiTenant";
  const login = `${cloud.loginUrl}/${oneTenant ? given.MicrosoftAppTenantId : cloud.multiTenant}`;
  return {
    appId: given.MicrosoftAppId,
    tenantId: oneTenant ? given.MicrosoftAppTenantId : null,
    issuer: given.ToBotFromChannelTokenIssuer || cloud.issuer,
    metadataUrl: given.ToBotFromChannelOpenIdMetadataUrl || cloud.metadataUrl,
    scope: given.ToChannelFromBotOAuthScope || cloud.scope,
    authority: new URL(given.ToChannelFromBotLoginUrl || cloud.loginUrl).origin,
    proof:
      given.MicrosoftAppType === "UserAssignedMSI"
        ? managedIdentity(given)
        : {
            kind: "password",
            loginUrl: given.ToChannelFromBotLoginUrl || login,
            password: given.MicrosoftAppPassword,
          },
    serviceHosts: [...cloud.serviceHosts, ...given.CONNECTOR_SERVICE_HOSTS],
  };
}
