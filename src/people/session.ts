import { z } from "zod";
import { SignInWay } from "./sign-in-way.ts";

/** How and from where a session began. */
const Beginning = z.object({
  by: SignInWay.default("password"),
  /** a network address; null: not known */
  from: z.string().nullable().default(null),
  /** what the browser says it is */
  browser: z.string().default(""),
  /** the session at the provider, and what proves it when it is to end; null: there is none */
  provider: z.object({ sid: z.string().nullable(), idToken: z.string() }).nullable().default(null),
});
export type Beginning = z.infer<typeof Beginning>;

/** What is kept of a session; its token is not. */
export const KeptSession = Beginning.extend({
  agent: z.string(),
  csrf: z.string(),
  startedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  /** when they last showed who they are; null: not here, as with a token that Teams has */
  provenAt: z.iso.datetime().nullable().default(null),
});

/** Somebody who is signed in, in one browser. `key` is safe to log: it does not open anything. */
export interface Session extends z.infer<typeof KeptSession> {
  key: string;
}
