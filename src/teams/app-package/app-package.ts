import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { strToU8, zipSync } from "fflate";
import { z } from "zod";
import type { Messages } from "../../guide/messages.ts";

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

/** Reads the arguments of the command, or throws an InvalidPackageRequest that names each wrong one. */
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

/** What is read of the filled-in manifest: the names of the icons inside the package. */
const Manifest = z.looseObject({ icons: z.record(z.string(), z.string()) });

/** The name of an argument or of a phrase in the template: `{{domain}}`, `{{teams-app.name}}`. */
const placeholder = /\{\{([\w.-]+)\}\}/g;

/**
 * The zip that Teams takes as an app: the manifest, made of the template in `folder`, and the icons beside it, all at the top.
 * The manifest follows https://learn.microsoft.com/microsoft-365/extensibility/schema/; by ChannelMessage.Read.Group the bot
 * hears all that agents write in the support channel, else only what mentions it.
 */
export function packageOf(asked: AppAsked, words: Messages, folder: string): Uint8Array {
  const template = `${folder}/manifest.json`;
  const phrase = words as (key: string) => string | undefined;
  const given = new Map(Object.entries(asked));
  const filled = (text: string): string =>
    text.replace(placeholder, (whole, name: string) => {
      const value = given.get(name) ?? phrase(name);
      if (value === undefined) throw new Error(`${template}: nothing is known for ${whole}`);
      return value;
    });
  const manifest: unknown = JSON.parse(readFileSync(template, "utf8"), (_, value) =>
    typeof value === "string" ? filled(value) : value,
  );
  const icons = Object.values(Manifest.parse(manifest).icons);
  const files = Object.fromEntries(icons.map((name) => [name, readFileSync(`${folder}/${name}`)]));
  return zipSync({ "manifest.json": strToU8(JSON.stringify(manifest, null, 2)), ...files }, { mtime: MADE });
}
