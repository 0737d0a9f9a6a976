import { z } from "zod";
import { TicketLine } from "./tickets.ts";

export const CannedQuery = z.object({ q: z.string().max(100).default("") });

/** A ready answer: a passage of the guide, or one that the team wrote. */
export const CannedReply = z
  .object({ id: z.string(), title: z.string(), text: z.string(), from: z.enum(["guide", "team"]) })
  .meta({ id: "CannedReply" });
export type CannedReply = z.infer<typeof CannedReply>;
export const CannedReplies = z.object({ canned: z.array(CannedReply) });

export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(200),
  before: z.coerce.number().int().positive().optional(),
});

/** A ticket that has all the words, and where: `seq` is the entry in its talk, or null for the ticket itself. */
export const SearchHit = z
  .object({ ticket: TicketLine, snippet: z.string(), seq: z.number().int().positive().nullable() })
  .meta({ id: "SearchHit" });

export const SearchPage = z.object({
  hits: z.array(SearchHit),
  /** whether there are older ones, below the last one's number */
  more: z.boolean(),
  /** how far back the search looks; null: at everything */
  reachesBackDays: z.number().int().positive().nullable(),
});

const Count = z.number().int().nonnegative();

/** What people said of the desk's people (`csat`), apart from what they said of the bot alone (`solved`). */
export const Reports = z.object({
  csat: z.object({
    count: Count,
    average: z.number().min(1).max(5).nullable(),
    byScore: z.object({ "1": Count, "2": Count, "3": Count, "4": Count, "5": Count }),
  }),
  solved: z.object({ count: Count, yes: Count, partly: Count, no: Count }),
});
export type Reports = z.infer<typeof Reports>;
