import { readFileSync, unwatchFile, watchFile } from "node:fs";
import type { Server } from "node:https";
import { createSecureContext } from "node:tls";
import { z } from "zod";
import { aboutError, type Log } from "../runtime/log.ts";
import { type HostKey, hostKey, readHostKey, secretFault } from "./secret-format.ts";

const lookEveryMs = 2000;

/** Paths of the PEM files: the certificate chain and its private key. */
export interface TlsFiles {
  cert: string;
  key: string;
}

/** Thrown for a certificate and key that cannot be used. */
class TlsError extends Error {
  readonly code = "tls";
}

/** Reads a certificate and its private key. Throws a TlsError when they cannot be used together. */
export function readTls({ cert, key }: TlsFiles): { cert: Buffer; key: Buffer } {
  try {
    const pair = { cert: readFileSync(cert), key: readFileSync(key) };
    createSecureContext(pair);
    return pair;
  } catch (cause) {
    throw new TlsError(`TLS_CERT, TLS_KEY: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Reloads the certificate for new connections when its files change; open connections continue. Keeps the previous
 * certificate while a file is missing or the pair does not match. Returns a function that stops watching.
 */
export function renewTls(server: Server, files: TlsFiles, log: Log): () => void {
  const renew = (): void => {
    try {
      server.setSecureContext(readTls(files));
      log.info({}, "certificate renewed");
    } catch (error) {
      log.warn(aboutError(error), "certificate not renewed");
    }
  };
  for (const file of [files.cert, files.key])
    watchFile(file, { interval: lookEveryMs, persistent: false }, renew);
  return () => {
    for (const file of [files.cert, files.key]) unwatchFile(file, renew);
  };
}

const isSecret =
  (least: number) =>
  (value: string, context: z.RefinementCtx<string>): void => {
    const message = value === "" ? null : secretFault(value, least);
    if (message !== null) context.addIssue({ code: "custom", message });
  };

/** Builds the schema of a variable that is empty or holds a secret of at least `least` characters. */
export const secretVariable = (least: number) => z.string().superRefine(isSecret(least)).default("");

/** Schema of a variable that names a PEM file, or is empty. */
const fileVariable = z
  .string()
  .refine(
    (value) => !value.includes("-----BEGIN"),
    "expected the name of a PEM file; this looks like the content of one",
  )
  .default("");

/** Environment variables of the web server. */
export const ServerVariables = z.object({
  DIRECT_LINE_SECRET_OLD: secretVariable(16).describe(
    "Previous `DIRECT_LINE_SECRET`, still accepted during a rotation. Remove it once all programs use the new one.",
  ),
  KEYS_SECRET: secretVariable(32).describe(
    "Encrypts the desk's other keys in its store; at least 32 characters. Keep it apart from the backups. Once set, it cannot be left out again.",
  ),
  KEYS_SECRET_OLD: secretVariable(32).describe(
    "Previous `KEYS_SECRET`, needed at the first start with another one. That start encrypts the keys anew.",
  ),
  TRUST_PROXY: z
    .string()
    .refine(
      (value) => /^\d{0,2}$/.test(value),
      "expected the number of proxies in front of the desk, such as 1",
    )
    .transform(Number)
    .default(0)
    .describe(
      "Number of proxies that every outside request passes. The desk then reads client addresses from `X-Forwarded-For`, counted from the right, and redirects plain http to https. Nobody else may reach the desk's port.",
    ),
  METRICS_TOKEN: z
    .string()
    .refine((value) => value === "" || /^[\w.~+/=-]{16,}$/.test(value), {
      error: "expected at least 16 letters, digits or . _ ~ + / = -",
      abort: true,
    })
    .superRefine(isSecret(16))
    .default("")
    .describe(
      "Opens `GET /metrics` and `GET /readyz?verbose` as `Authorization: Bearer …`. Programs on this machine need none while `PUBLIC_URL` is unset or names this machine.",
    ),
  HOST_USERS_KEY: z
    .string()
    .superRefine((value, context) => {
      const read = value === "" ? null : readHostKey(value);
      if (read !== null && "fault" in read) context.addIssue({ code: "custom", message: read.fault });
    })
    .default("")
    .describe(
      "Verifies the user tokens of your page. Takes a secret of 32 characters or more (HS256), or a public key as PEM: Ed25519 (EdDSA), P-256 (ES256) or RSA (RS256). A key in any other form is refused.",
    ),
  TLS_CERT: fileVariable.describe(
    "PEM file of a certificate with its chain. With `TLS_KEY` the desk serves https itself, and loads a renewed pair within seconds.",
  ),
  TLS_KEY: fileVariable.describe("PEM file of the key that belongs to `TLS_CERT`."),
});
type ServerVariables = z.infer<typeof ServerVariables>;

/** Configuration of the web server. */
export interface ServerConfig {
  /** previous Direct Line secret, still accepted during rotation; null: none */
  olderSecret: string | null;
  /**
   * secrets that encrypt the desk's stored keys, the current one first; absent: keys are stored unencrypted
   */
  keysSecrets?: readonly string[];
  /** number of trusted proxies in front of the desk */
  proxies: number;
  /** null: TLS is terminated by a proxy, or not used */
  tls: TlsFiles | null;
  /** token that opens /metrics from other machines; null: closed */
  metricsToken: string | null;
  /** key that verifies a host page's user tokens; null: none */
  hostUsersKey: HostKey | null;
}

/** Pairs: the first variable requires the second. */
const together = [
  ["DIRECT_LINE_SECRET_OLD", "DIRECT_LINE_SECRET"],
  ["KEYS_SECRET_OLD", "KEYS_SECRET"],
  ["TLS_CERT", "TLS_KEY"],
  ["TLS_KEY", "TLS_CERT"],
] as const;

/** Secrets that must differ, because each one grants access of its own. */
const apart = ["DIRECT_LINE_SECRET", "HOST_USERS_KEY", "KEYS_SECRET", "METRICS_TOKEN"] as const;

/** Returns an operator message about variables that contradict each other, or null. */
export function serverGap(
  env: ServerVariables & { DIRECT_LINE_SECRET: string; PUBLIC_URL: string },
): string | null {
  const alone = together.find(([given, needed]) => env[given] !== "" && env[needed] === "");
  if (alone !== undefined) return `${alone[1]}: got nothing, required together with ${alone[0]}`;
  for (const [at, one] of apart.entries())
    for (const other of apart.slice(at + 1))
      if (env[one] !== "" && env[one] === env[other])
        return `${other}: got the value of ${one}, expected a value of its own`;
  return env.TLS_CERT !== "" && env.PUBLIC_URL.startsWith("http:")
    ? `PUBLIC_URL: got ${JSON.stringify(env.PUBLIC_URL)}, expected an https URL with TLS_CERT`
    : null;
}

/** Converts the parsed variables into the configuration of the web server. */
export const serverConfig = (env: ServerVariables): ServerConfig => ({
  olderSecret: env.DIRECT_LINE_SECRET_OLD || null,
  ...(env.KEYS_SECRET !== "" && {
    keysSecrets: [env.KEYS_SECRET, env.KEYS_SECRET_OLD].filter((secret) => secret !== ""),
  }),
  proxies: env.TRUST_PROXY,
  tls: env.TLS_CERT === "" ? null : { cert: env.TLS_CERT, key: env.TLS_KEY },
  metricsToken: env.METRICS_TOKEN || null,
  hostUsersKey: hostKey(env.HOST_USERS_KEY),
});
