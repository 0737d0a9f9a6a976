import { z } from "zod";

/** How somebody showed who they are. */
export const SignInWay = z.enum(["password", "link", "microsoft", "provider"]);

/** The session at the provider that somebody came in by. */
const ProviderSession = z.object({
  sid: z.string().nullable(),
  /** proves it when it is to end */
  idToken: z.string(),
  /** with which the provider is asked again, sealed; null: it gave none */
  refresh: z.string().nullable().default(null),
  /** when it was last asked; null: not since they came in */
  askedAt: z.iso.datetime().nullable().default(null),
});
export type ProviderSession = z.infer<typeof ProviderSession>;

/** How and from where a session began. */
const SessionStart = z.object({
  by: SignInWay.default("password"),
  /** a network address; null: not known */
  from: z.string().nullable().default(null),
  /** what the browser says it is */
  browser: z.string().default(""),
  /** null: there is none */
  provider: ProviderSession.nullable().default(null),
});
export type SessionStart = z.infer<typeof SessionStart>;

/** What is kept of a session; its token is not. */
export const StoredSession = SessionStart.extend({
  agent: z.string(),
  csrf: z.string(),
  startedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  /** when they last showed who they are; null: not here, as with a token that Teams has */
  provenAt: z.iso.datetime().nullable().default(null),
});

/** Somebody who is signed in, in one browser. `key` is safe to log: it does not open anything. */
export interface Session extends z.infer<typeof StoredSession> {
  key: string;
}
