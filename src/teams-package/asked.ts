import { parseArgs } from "node:util";
import { z } from "zod";
import type { AppAsked } from "./manifest.ts";

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
export class AskedWrongly extends Error {
  readonly code = "arguments";
}

/** Reads the arguments of the command, or throws an AskedWrongly that names each wrong one. */
export function readAsked(args: readonly string[]): AppAsked & { out: string } {
  let values: Record<string, unknown>;
  try {
    const options = Object.fromEntries(Object.keys(Asked.shape).map((name) => [name, text]));
    values = parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new AskedWrongly((cause as Error).message, { cause });
  }
  const parsed = Asked.safeParse(values);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path: [name], message }) => `--${String(name)}: ${message}`);
    throw new AskedWrongly(lines.join("\n"));
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
