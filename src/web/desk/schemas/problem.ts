import { z } from "zod";

/** What went wrong (RFC 9457). `code` tells problems apart; `instance` names the event in the desk's log. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    /** who has the ticket that somebody else wanted */
    by: z.object({ id: z.string(), name: z.string() }).optional(),
  })
  .meta({ id: "Problem" });
