import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { strToU8, zipSync } from "fflate";
import { z } from "zod";
import type { Messages } from "../../guide/messages.ts";

/** The version of the manifest's schema: the newest stable one at the time of writing. */
export const SCHEMA_VERSION = "1.30";

/** What an operator says about the app. */
interface AppAsked {
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
const icons = { color: "color.png", outline: "outline.png" } as const;

const ACCENT = "#1d5247";

/** What people can pick from the list over the writing field; each title is said to the bot as it stands. */
function commandLists(words: Messages) {
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
function manifestOf({ appId, domain, version, privacyUrl, termsUrl }: AppAsked, words: Messages) {
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

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const host = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const https = z
  .url({ protocol: /^https$/, error: "takes an https URL" })
  .max(2048)
  .optional();

const Asked = z.object({
  "app-id": z
    .string("is needed")
    .regex(guid, "takes the app id of the bot, such as 00000000-0000-0000-0000-000000000000"),
  domain: z.string("is needed").regex(host, "takes a host name such as desk.example.com, without https://"),
  version: z
    .string()
    .regex(/^\d{1,5}(\.\d{1,5}){2}$/, "takes three numbers such as 1.0.0")
    .default("1.0.0"),
  "privacy-url": https,
  "terms-url": https,
  out: z.string().min(1, "takes the name of a file").default("exit-desk-teams.zip"),
});

const text = { type: "string" } as const;

/** Thrown for arguments that no package can be made of; one line for each. */
export class InvalidPackageRequest extends Error {
  readonly code = "arguments";
}

/** Reads the arguments of the command, or throws an AskedWrongly that names each wrong one. */
export function readPackageRequest(args: readonly string[]): AppAsked & { out: string } {
  let values: Record<string, unknown>;
  try {
    const options = Object.fromEntries(Object.keys(Asked.shape).map((name) => [name, text]));
    values = parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new InvalidPackageRequest((cause as Error).message, { cause });
  }
  const parsed = Asked.safeParse(values);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path: [name], message }) => `--${String(name)}: ${message}`);
    throw new InvalidPackageRequest(lines.join("\n"));
  }
  const { out, version, ...asked } = parsed.data;
  const domain = asked.domain.toLowerCase();
  return {
    appId: asked["app-id"].toLowerCase(),
    domain,
    version,
    privacyUrl: asked["privacy-url"] ?? `https://${domain}/`,
    termsUrl: asked["terms-url"] ?? `https://${domain}/`,
    out,
  };
}

/** a fixed time, so that the same arguments give the same bytes */
const MADE = "2000-01-01T12:00:00Z";

/** The zip that Teams takes as an app: the manifest and the icons of `iconFolder`, all at the top. */
export function packageOf(asked: AppAsked, words: Messages, iconFolder: string): Uint8Array {
  const manifest = JSON.stringify(manifestOf(asked, words), null, 2);
  const drawn = Object.values(icons).map((name) => [name, readFileSync(`${iconFolder}/${name}`)] as const);
  return zipSync({ "manifest.json": strToU8(manifest), ...Object.fromEntries(drawn) }, { mtime: MADE });
}
