import { z } from "zod";
import { isMailAddress } from "../runtime/email-address.ts";
import { type OidcConfig, OidcVariables, oidcConfig, oidcGap } from "./oidc-config.ts";
import {
  type ServerConfig,
  ServerVariables,
  secretVariable,
  serverConfig,
  serverGap,
} from "./server-config.ts";
import { type TeamsConfig, TeamsVariables, teamsConfig, teamsGap } from "./teams-config.ts";

const url = (value: string): boolean => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

const smtp = (value: string): boolean => URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol);

const list = (value: string): string[] =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** Schema of the environment. Each description appears in docs/reference/environment.md and .env.example. */
export const Environment = z.object({
  HOST: z
    .string()
    .trim()
    .min(1, "expected a host name or an address")
    .default("127.0.0.1")
    .describe("Address to listen on. An address beyond loopback needs `PUBLIC_URL` and `ALLOWED_ORIGINS`."),
  PORT: z
    .string()
    .refine(
      (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
      "expected a whole number from 0 to 65535",
    )
    .transform(Number)
    .default(3978)
    .describe("Port to listen on. 0 picks a free one."),
  DATA_DIR: z
    .string()
    .trim()
    .min(1, "expected a folder")
    .default("data/store")
    .describe("Folder for everything the desk keeps. One process at a time may use it."),
  DATABASE_URL: z
    .string()
    .refine(
      (value) => value === "" || /^postgres(ql)?:\/\/[^/]/.test(value),
      "expected an address such as postgres://user:password@host:5432/database, or nothing: then everything is kept in DATA_DIR",
    )
    .default("")
    .describe(
      "PostgreSQL 15 or newer, such as `postgres://user:password@host:5432/database`. The desk then keeps everything there, and any number of processes may share it.",
    ),
  PUBLIC_URL: z
    .string()
    .refine((value) => value === "" || url(value), "expected an http or https URL")
    .default("")
    .describe("URL at which people reach the desk, such as `https://desk.example.com`."),
  ALLOWED_ORIGINS: z
    .string()
    .refine(
      (value) => list(value).every(url),
      "expected origins such as https://example.com, separated by commas",
    )
    .default("")
    .describe("Origins of the pages that may embed the widget, separated by commas."),
  DIRECT_LINE_SECRET: secretVariable(16).describe(
    "Opens Direct Line to programs that begin conversations for others; at least 16 characters. When empty, the desk makes one at the first start and keeps it in its store.",
  ),
  TICKET_WEBHOOK_URL: z
    .string()
    .refine((value) => value === "" || url(value), "expected an http or https URL")
    .default("")
    .describe("Receives a JSON POST for each new ticket, through the outbox."),
  SMTP_URL: z
    .string()
    .refine(
      (value) => value === "" || smtp(value),
      "expected an smtp or smtps URL such as smtps://user:password@mail.example.com",
    )
    .default("")
    .describe(
      "Mail server for answers by e-mail, such as `smtps://user:password@mail.example.com`. Without it nobody is offered e-mail.",
    ),
  MAIL_FROM: z
    .string()
    .trim()
    .refine((value) => value === "" || isMailAddress(value), "expected an e-mail address")
    .default("")
    .describe("Sender address of the desk's e-mails. Needed together with `SMTP_URL`."),
  MAIL_REPLY_TO: z
    .string()
    .trim()
    .refine((value) => value === "" || isMailAddress(value), "expected an e-mail address")
    .default("")
    .describe(
      "Address at which somebody reads replies to the desk's e-mails. Without it, e-mails say that replies aren't monitored.",
    ),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], "expected debug, info, warn, error or silent")
    .default("info")
    .describe(
      "`debug`, `info`, `warn`, `error` or `silent`. The log has one JSON line per event, on stderr.",
    ),
  ...ServerVariables.shape,
  ...TeamsVariables.shape,
  ...OidcVariables.shape,
});

/** Names of all environment variables. */
export const variables = Object.keys(Environment.shape);

const SECRET = new Set([
  "DIRECT_LINE_SECRET",
  "DIRECT_LINE_SECRET_OLD",
  "METRICS_TOKEN",
  "KEYS_SECRET",
  "KEYS_SECRET_OLD",
  "HOST_USERS_KEY",
  "TLS_CERT",
  "TLS_KEY",
  "DATABASE_URL",
  "TICKET_WEBHOOK_URL",
  "SMTP_URL",
  "MicrosoftAppPassword",
  "IDENTITY_HEADER",
  "OIDC_CLIENT_SECRET",
]);

/** Parsed configuration of a desk. */
export interface Config {
  host: string;
  /** 0 picks a free one */
  port: number;
  dataDir: string;
  /** null: the embedded store in dataDir is used */
  databaseUrl: string | null;
  /** null: reachable by this machine's own names only */
  publicUrl: string | null;
  allowedOrigins: string[];
  /** null: generated at the first start and stored */
  directLineSecret: string | null;
  /** receives a POST for each new ticket; null: none */
  ticketWebhookUrl: string | null;
  /** mail server and sender for answers by e-mail; null: e-mail is off */
  mail: { url: string; from: string; replyTo: string | null } | null;
  /** null: Teams and the other Bot Framework channels are off */
  connector: TeamsConfig | null;
  server: ServerConfig;
  /** OpenID Connect provider for staff sign-in; null: none */
  oidc: OidcConfig | null;
  logLevel: string;
}

/** Thrown when the environment is invalid. The message has one line for each wrong variable. */
export class ConfigError extends Error {
  readonly code = "config";
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * Parses the environment. Throws a ConfigError that names the variable, its value and the accepted values.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const nonEmpty = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(nonEmpty);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path: [name], message }) => {
      const got = SECRET.has(String(name)) ? "a value" : JSON.stringify(environment[String(name)]);
      return `${String(name)}: got ${got}, ${message}`;
    });
    throw new ConfigError(lines.join("\n"));
  }
  const env = parsed.data;
  if (!isLoopback(env.HOST) && (env.PUBLIC_URL === "" || env.ALLOWED_ORIGINS === "")) {
    throw new ConfigError(
      `HOST: got "${env.HOST}", an address beyond this machine also needs PUBLIC_URL (where people reach the desk) and ALLOWED_ORIGINS (the sites that may embed the chat)`,
    );
  }
  if ((env.SMTP_URL === "") !== (env.MAIL_FROM === "")) {
    const [given, missing] = env.SMTP_URL === "" ? ["MAIL_FROM", "SMTP_URL"] : ["SMTP_URL", "MAIL_FROM"];
    throw new ConfigError(`${missing}: got nothing, required together with ${given}`);
  }
  const gap = teamsGap(env) ?? serverGap(env) ?? oidcGap(env);
  if (gap !== null) throw new ConfigError(gap);
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL || null,
    publicUrl: env.PUBLIC_URL || null,
    allowedOrigins: list(env.ALLOWED_ORIGINS),
    directLineSecret: env.DIRECT_LINE_SECRET || null,
    ticketWebhookUrl: env.TICKET_WEBHOOK_URL || null,
    mail:
      env.SMTP_URL === ""
        ? null
        : { url: env.SMTP_URL, from: env.MAIL_FROM, replyTo: env.MAIL_REPLY_TO || null },
    connector: teamsConfig(env),
    server: serverConfig(env),
    oidc: oidcConfig(env),
    logLevel: env.LOG_LEVEL,
  };
}
