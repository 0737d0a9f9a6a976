import { z } from "zod";
import { Role } from "./person.ts";

/** How the desk's people sign in and for how long; part of data/desk.json. */
export const SignInRules = z.strictObject({
  /** without a request for so long a session is over */
  idleHours: z.number().positive().max(168).default(8),
  /** so long after it began a session is over */
  longestHours: z.number().positive().max(168).default(168),
  /** for so long after they have signed in, or shown anew who they are, people may do what asks for it */
  stepUpMinutes: z.number().positive().max(1440).default(10),
  /** roles that sign in with a code besides their password */
  codeFor: z.array(Role).default([]),
  /** what the provider is called on the button; absent: by its host */
  provider: z.string().trim().min(1).max(60).optional(),
  /** roles of the provider's groups, which decide who comes in by it; none: only whoever has an account here */
  groups: z.record(z.string(), Role).default({}),
  /** where the provider tells the groups */
  groupsClaim: z.string().min(1).default("groups"),
});
export type SignInRules = z.infer<typeof SignInRules>;
