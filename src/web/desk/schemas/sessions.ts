import { z } from "zod";
import { SignInWay } from "../../../people/sign-in-way.ts";

/** A code of an authenticator, or one for when it is lost. */
export const Code = z.string().min(1).max(30);

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
export const StepUp = z.strictObject({ password: z.string().min(1).max(256), code: Code.optional() });

export const NewSecret = z.object({ secret: z.string() });
/** The secret that the authenticator has taken, and a code of it. */
export const TakeSecret = z.strictObject({ secret: z.string().regex(/^[A-Z2-7]{32}$/), code: Code });
/** Each is good once, in place of a code. They are shown this once. */
export const RecoveryCodes = z.object({ recovery: z.array(z.string()) });
