/** What differs between Microsoft's clouds: who signs for the connector, who signs for us, and where answers go. */
export interface Cloud {
  issuer: string;
  metadataUrl: string;
  /** the tenant of a multi-tenant bot goes after it, or the bot's own */
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
