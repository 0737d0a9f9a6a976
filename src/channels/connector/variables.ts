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
    "takes an id such as 00000000-0000-0000-0000-000000000000",
  )
  .transform((value) => value.toLowerCase())
  .default("");

const https = z
  .string()
  .trim()
  .refine(
    (value) => value === "" || (URL.canParse(value) && new URL(value).protocol === "https:"),
    "takes an https URL",
  )
  .transform((value) => value.replace(/\/+$/, ""))
  .default("");

const hosts = (value: string): string[] =>
  value
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "");

/** The variables of the connector; Microsoft's have the names that its own SDKs give them. */
export const ConnectorVariables = z.object({
  MicrosoftAppType: z
    .enum(
      ["SingleTenant", "MultiTenant", "UserAssignedMSI"],
      "takes SingleTenant, MultiTenant or UserAssignedMSI",
    )
    .default("MultiTenant"),
  MicrosoftAppId: id,
  MicrosoftAppPassword: z.string().default(""),
  MicrosoftAppTenantId: id,
  ChannelService: z
    .enum(["", "https://botframework.azure.us"], "takes https://botframework.azure.us, or nothing")
    .default(""),
  ToBotFromChannelTokenIssuer: https,
  ToBotFromChannelOpenIdMetadataUrl: https,
  ToChannelFromBotLoginUrl: https,
  ToChannelFromBotOAuthScope: https,
  CONNECTOR_SERVICE_HOSTS: z
    .string()
    .transform(hosts)
    .refine(
      (names) => names.every(isHost),
      "takes names of hosts such as smba.example.com, separated by commas",
    )
    .default([]),
  IDENTITY_ENDPOINT: z
    .string()
    .refine((value) => value === "" || URL.canParse(value), "takes the URL that App Service sets")
    .default(""),
  IDENTITY_HEADER: z.string().default(""),
});
export type ConnectorVariables = z.infer<typeof ConnectorVariables>;
