import { z } from "zod";

const count = (usual: number) => z.number().int().positive().default(usual);

/** How many tickets strangers open: `tickets` in data/limits.json. */
export const TicketLimits = z
  .strictObject({
    /** in the queue or taken, of one network; more wait in quarantine */
    openPerNetwork: count(10),
    /** strangers' tickets are counted over so many minutes */
    windowMinutes: count(10),
    /** so many in that time are never unusual, however quiet the desk has been */
    neverUnusual: count(20),
    /** so many always are, however busy it has been */
    alwaysUnusual: count(200),
    /** what was closed together can be opened again for so long */
    undoMinutes: count(60),
  })
  .refine(({ neverUnusual, alwaysUnusual }) => neverUnusual <= alwaysUnusual, {
    path: ["neverUnusual"],
    message: "must not be more than alwaysUnusual",
  });
export type TicketLimits = z.infer<typeof TicketLimits>;

export const defaultTicketLimits: TicketLimits = TicketLimits.parse({});
