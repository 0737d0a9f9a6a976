import { z } from "zod";
import { SignInWay } from "../../../people/sign-in-way.ts";

/** Where somebody is signed in. The id opens nothing. */
export const SignedInAt = z
  .object({
    id: z.string(),
    startedAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    by: SignInWay,
    /** a network address */
    from: z.string().nullable(),
    /** what the browser says it is */
    browser: z.string(),
    current: z.boolean(),
  })
  .meta({ id: "SignedInAt" });
export type SignedInAt = z.infer<typeof SignedInAt>;

export const Sessions = z.object({ sessions: z.array(SignedInAt) });

/** Where the browser signs out of the provider too. */
export const SignedOut = z.object({ location: z.url().nullable() });

/** Showing anew who one is. */
export const StepUp = z.strictObject({ password: z.string().min(1).max(256) });
