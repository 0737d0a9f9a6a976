import { z } from "zod";

/** How long people stay signed in; part of data/desk.json. */
export const SignInRules = z.strictObject({
  /** without a request for so long a session is over */
  idleHours: z.number().positive().max(168).default(8),
  /** so long after it began a session is over */
  longestHours: z.number().positive().max(168).default(168),
});
export type SignInRules = z.infer<typeof SignInRules>;
