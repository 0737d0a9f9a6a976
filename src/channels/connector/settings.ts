import { governmentCloud, publicCloud } from "./cloud.ts";
import type { ConnectorVariables } from "./variables.ts";

/** How the bot proves who it is: a password at Entra, or the identity that Azure gives the machine. */
export type Proof =
  | { kind: "password"; loginUrl: string; password: string }
  | { kind: "managed"; url: string; headers: Record<string, string>; apiVersion: string };

/** How the desk is registered with the Bot Framework. */
export interface ConnectorSettings {
  appId: string;
  /** null: people of every tenant may come */
  tenantId: string | null;
  issuer: string;
  metadataUrl: string;
  scope: string;
  /** who signs people in for the bot's tab in Teams, without a path */
  authority: string;
  proof: Proof;
  /** lower case; where answers may be sent */
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

/** What is missing beside what is there, as a line for the operator, or null. */
export function connectorGap(given: ConnectorVariables): string | null {
  const lacks = (name: string, other: string): string =>
    `${name}: got nothing, is needed together with ${other}`;
  if (given.MicrosoftAppId === "") {
    const alone = appIdFirst.find((name) => given[name] !== "");
    return alone === undefined ? null : lacks("MicrosoftAppId", alone);
  }
  const missing = needed[given.MicrosoftAppType].find((name) => given[name] === "");
  return missing === undefined ? null : lacks(missing, `MicrosoftAppType ${given.MicrosoftAppType}`);
}

/** Azure's documented places to ask: App Service's own where it is set, else the instance metadata service. */
function managed(given: ConnectorVariables): Proof {
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

/** The settings, or null when no app id is set: then there is no connector at all. */
export function connectorSettings(given: ConnectorVariables): ConnectorSettings | null {
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
        ? managed(given)
        : {
            kind: "password",
            loginUrl: given.ToChannelFromBotLoginUrl || login,
            password: given.MicrosoftAppPassword,
          },
    serviceHosts: [...cloud.serviceHosts, ...given.CONNECTOR_SERVICE_HOSTS],
  };
}
