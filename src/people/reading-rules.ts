import { z } from "zod";

/** What agents may read, and when reading is unusual; part of data/desk.json. */
export const ReadingRules = z.strictObject({
  /** who reads closed conversations that somebody else worked on: everybody at the desk, or supervisors and owners alone */
  closedByOthers: z.enum(["everybody", "supervisors"]).default("everybody"),
  /** the operator is told of whoever opens more conversations of others than this within an hour */
  unusualPerHour: z.number().int().positive().default(60),
});
export type ReadingRules = z.infer<typeof ReadingRules>;
