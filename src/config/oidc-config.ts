import { z } from "zod";

const isOwnMachine = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

const isIssuer = (value: string): boolean => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && isOwnMachine(hostname));
};

/** Environment variables for sign-in by OpenID Connect. */
export const OidcVariables = z.object({
  OIDC_ISSUER: z
    .string()
    .trim()
    .refine((value) => value === "" || isIssuer(value), "expected an https URL")
    .default("")
    .describe(
      "OpenID Connect provider that signs staff in, such as `https://login.microsoftonline.com/<tenant>/v2.0`. Needs the next two.",
    ),
  OIDC_CLIENT_ID: z.string().trim().default("").describe("Client id of the desk at the provider."),
  OIDC_CLIENT_SECRET: z.string().default("").describe("Client secret of the desk at the provider."),
  OIDC_SCOPES: z
    .string()
    .trim()
    .refine(
      (value) => value.split(/\s+/).includes("openid"),
      "expected scopes separated by spaces, openid among them",
    )
    .default("openid email profile")
    .describe(
      "Scopes the desk requests, separated by spaces. Many providers issue a refresh token with `offline_access`.",
    ),
});
type OidcVariables = z.infer<typeof OidcVariables>;

/** Registration of the desk at the provider that signs staff in. */
export interface OidcConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** separated by spaces */
  scopes: string;
}

const together = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;

/** Returns an operator message about a missing variable, or null when the set is complete. */
export function oidcGap(given: OidcVariables): string | null {
  const there = together.find((name) => given[name] !== "");
  const missing = together.find((name) => given[name] === "");
  return there === undefined || missing === undefined
    ? null
    : `${missing}: got nothing, required together with ${there}`;
}

/** Returns the OpenID Connect configuration, or null when no issuer is set and only local sign-in exists. */
export const oidcConfig = (given: OidcVariables): OidcConfig | null =>
  given.OIDC_ISSUER === ""
    ? null
    : {
        issuer: given.OIDC_ISSUER,
        clientId: given.OIDC_CLIENT_ID,
        clientSecret: given.OIDC_CLIENT_SECRET,
        scopes: given.OIDC_SCOPES,
      };
