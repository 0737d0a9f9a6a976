import type { Phrases } from "../guide/phrases.ts";

/** The version of the manifest's schema: the newest stable one at the time of writing. */
export const SCHEMA_VERSION = "1.30";

/** What an operator says about the app. */
export interface AppAsked {
  /** the app id of the bot, which is also the app's own */
  appId: string;
  /** where the desk is reached by https, without a scheme */
  domain: string;
  /** of the package; Teams takes an update only with a higher one */
  version: string;
  privacyUrl: string;
  termsUrl: string;
}

/** The names of the two icons inside the package. */
export const icons = { color: "color.png", outline: "outline.png" } as const;

const ACCENT = "#1d5247";

/** What people can pick from the list over the writing field; each title is said to the bot as it stands. */
function commandLists(words: Phrases) {
  const shown = (["help", "human", "ticket", "copy", "restart"] as const).map((name) => ({
    title: words(`commands.${name}`),
    description: words(`teams-app.${name}`),
  }));
  const here = { title: "/desk here", description: words("teams-app.here") };
  return [
    { scopes: ["personal", "groupChat"], commands: shown },
    { scopes: ["team"], commands: [...shown, here] },
  ];
}

/** With it the bot hears what agents write in the support channel; without it a channel gives it only what mentions it. */
const hearsThreads = { name: "ChannelMessage.Read.Group", type: "Application" } as const;

/** The manifest of the Teams app: https://learn.microsoft.com/microsoft-365/extensibility/schema/ */
export function manifestOf({ appId, domain, version, privacyUrl, termsUrl }: AppAsked, words: Phrases) {
  const site = `https://${domain}`;
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${SCHEMA_VERSION}/MicrosoftTeams.schema.json`,
    manifestVersion: SCHEMA_VERSION,
    version,
    id: appId,
    developer: {
      name: words("teams-app.developer"),
      websiteUrl: `${site}/`,
      privacyUrl,
      termsOfUseUrl: termsUrl,
    },
    name: { short: words("teams-app.name"), full: words("teams-app.name") },
    description: { short: words("teams-app.short"), full: words("teams-app.full") },
    icons,
    accentColor: ACCENT,
    bots: [
      {
        botId: appId,
        scopes: ["personal", "team", "groupChat"],
        isNotificationOnly: false,
        supportsFiles: false,
        commandLists: commandLists(words),
      },
    ],
    staticTabs: [
      {
        entityId: "console",
        name: words("teams-app.tab"),
        contentUrl: `${site}/console?in=teams`,
        websiteUrl: `${site}/console`,
        scopes: ["personal"],
      },
    ],
    permissions: ["identity", "messageTeamMembers"],
    authorization: { permissions: { resourceSpecific: [hearsThreads] } },
    validDomains: [domain],
    webApplicationInfo: { id: appId, resource: `api://${domain}/botid-${appId}` },
    defaultInstallScope: "personal",
    defaultGroupCapability: { team: "bot", groupchat: "bot" },
  };
}
