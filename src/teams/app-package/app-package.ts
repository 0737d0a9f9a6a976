import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { strToU8, zipSync } from "fflate";
import { z } from "zod";
import type { Messages } from "../../guide/messages.ts";

/** Operator's parameters of the app package. */
interface AppAsked {
  /** app id of the bot, also used as the id of the app */
  appId: string;
  /** public host of the desk, without a scheme */
  domain: string;
  /** version of the package; Teams accepts only a higher one as an update */
  version: string;
  privacyUrl: string;
  termsUrl: string;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const host = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const https = z
  .url({ protocol: /^https$/, error: "expected an https URL" })
  .max(2048)
  .optional();

const Asked = z.object({
  "app-id": z
    .string("is required")
    .regex(guid, "expected the app id of the bot, such as 00000000-0000-0000-0000-000000000000"),
  domain: z
    .string("is required")
    .regex(host, "expected a host name such as desk.example.com, without https://"),
  version: z
    .string()
    .regex(/^\d{1,5}(\.\d{1,5}){2}$/, "expected three numbers such as 1.0.0")
    .default("1.0.0"),
  "privacy-url": https,
  "terms-url": https,
  out: z.string().min(1, "expected the name of a file").default("exit-desk-teams.zip"),
});

const text = { type: "string" } as const;

/** Thrown for invalid arguments; one line for each. */
export class InvalidPackageRequest extends Error {
  readonly code = "arguments";
}

/** Parses the arguments. Throws an InvalidPackageRequest that names each invalid one. */
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

/** a fixed timestamp, so that the same arguments give the same bytes */
const MADE = "2000-01-01T12:00:00Z";

/** Parsed part of the manifest: the icon file names. */
const Manifest = z.looseObject({ icons: z.record(z.string(), z.string()) });

/** Placeholder for an argument or a phrase in the template: `{{domain}}`, `{{teams-app.name}}`. */
const placeholder = /\{\{([\w.-]+)\}\}/g;

/**
 * Builds the app package: the manifest from the template in `folder`, and its icons. The schema is documented at
 * https://learn.microsoft.com/microsoft-365/extensibility/schema/. ChannelMessage.Read.Group lets the bot read all messages
 * of the support channel, not only mentions.
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
