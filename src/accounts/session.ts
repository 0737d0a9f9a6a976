import { z } from "zod";

/** Sign-in method. */
export const SignInWay = z.enum(["password", "link", "microsoft", "provider"]);

/** Session at the provider. */
const ProviderSession = z.object({
  sid: z.string().nullable(),
  /** proves the session at logout */
  idToken: z.string(),
  /** encrypted refresh token; null: none was issued */
  refresh: z.string().nullable().default(null),
  /** last revalidation; null: none since sign-in */
  askedAt: z.iso.datetime().nullable().default(null),
});
export type ProviderSession = z.infer<typeof ProviderSession>;

/** Origin of a session. */
const SessionStart = z.object({
  by: SignInWay.default("password"),
  /** network address; null: unknown */
  from: z.string().nullable().default(null),
  /** `User-Agent` */
  browser: z.string().default(""),
  /** null: none */
  provider: ProviderSession.nullable().default(null),
});
export type SessionStart = z.infer<typeof SessionStart>;

/** Stored session, without its token. */
export const StoredSession = SessionStart.extend({
  agent: z.string(),
  csrf: z.string(),
  startedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  /** last proof of identity; null: none here, as with a Teams token */
  provenAt: z.iso.datetime().nullable().default(null),
});

/** A session. `key` may be logged, because it grants nothing. */
export interface Session extends z.infer<typeof StoredSession> {
  key: string;
}
