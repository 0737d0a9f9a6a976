import { z } from "zod";
import { type HostKey, hostKey, readHostKey } from "./channels/direct-line/host-key.ts";
import type { TlsFiles } from "./web/tls.ts";

/** What the environment says of the desk's doors. */
export const DoorVariables = z.object({
  DIRECT_LINE_SECRET_OLD: z
    .string()
    .refine((value) => value === "" || value.length >= 16, "takes at least 16 characters")
    .default(""),
  KEYS_SECRET: z
    .string()
    .refine((value) => value === "" || value.length >= 32, "takes at least 32 characters")
    .default(""),
  TRUST_PROXY: z
    .string()
    .refine((value) => /^\d{0,2}$/.test(value), "takes how many proxies stand before the desk, such as 1")
    .transform(Number)
    .default(0),
  METRICS_TOKEN: z
    .string()
    .refine(
      (value) => value === "" || /^[\w.~+/=-]{16,}$/.test(value),
      "takes at least 16 letters, digits or . _ ~ + / = -",
    )
    .default(""),
  HOST_USERS_KEY: z
    .string()
    .transform((value) => value.replaceAll("\\n", "\n").trim())
    .superRefine((value, context) => {
      const read = value === "" ? null : readHostKey(value);
      if (read !== null && "fault" in read) context.addIssue({ code: "custom", message: read.fault });
    })
    .default(""),
  TLS_CERT: z.string().default(""),
  TLS_KEY: z.string().default(""),
});
type DoorVariables = z.infer<typeof DoorVariables>;

/** How the doors are set up. */
export interface DoorSettings {
  /** the secret before the present one, still taken but no longer used; null: there is none */
  olderSecret: string | null;
  /** by which the desk's keys are encrypted where they are kept; absent: they are not */
  keysSecret?: string;
  /** how many there are before the desk */
  proxies: number;
  /** null: somebody else speaks https for the desk, or nobody */
  tls: TlsFiles | null;
  /** what opens /metrics from other machines; null: nothing does */
  metricsToken: string | null;
  /** by which the host page vouches for its users; null: it does not */
  hostUsersKey: HostKey | null;
}

/** Which variable is of no use without which other. */
const together = [
  ["DIRECT_LINE_SECRET_OLD", "DIRECT_LINE_SECRET"],
  ["TLS_CERT", "TLS_KEY"],
  ["TLS_KEY", "TLS_CERT"],
] as const;

/** What does not fit together of the variables, or null. */
export function doorGap(
  env: DoorVariables & { DIRECT_LINE_SECRET: string; PUBLIC_URL: string },
): string | null {
  const alone = together.find(([given, needed]) => env[given] !== "" && env[needed] === "");
  if (alone !== undefined) return `${alone[1]}: got nothing, is needed together with ${alone[0]}`;
  return env.TLS_CERT !== "" && env.PUBLIC_URL.startsWith("http:")
    ? `PUBLIC_URL: got ${JSON.stringify(env.PUBLIC_URL)}, takes an https URL with TLS_CERT`
    : null;
}

/** Reads the variables of the doors. */
export const doorSettings = (env: DoorVariables): DoorSettings => ({
  olderSecret: env.DIRECT_LINE_SECRET_OLD || null,
  ...(env.KEYS_SECRET !== "" && { keysSecret: env.KEYS_SECRET }),
  proxies: env.TRUST_PROXY,
  tls: env.TLS_CERT === "" ? null : { cert: env.TLS_CERT, key: env.TLS_KEY },
  metricsToken: env.METRICS_TOKEN || null,
  hostUsersKey: hostKey(env.HOST_USERS_KEY),
});
