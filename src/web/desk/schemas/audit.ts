import { z } from "zod";
import { AuditLine, Deed } from "../../../audit/audit-line.ts";

/** Which log: of what was done, or of who read what, which is kept for a shorter time. */
export const WhichLog = z.object({ log: z.enum(["deeds", "readings"]).default("deeds") });

export const AuditQuery = WhichLog.extend({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** the id of one of the desk's people */
  who: z.string().max(100).optional(),
  what: Deed.optional(),
  /** an id or a value that the line is about, such as the number of a ticket */
  about: z.string().max(200).optional(),
});

/** Lines of the audit log, the newest first, and the names of the agents in them by id. */
export const AuditPage = z.object({
  lines: z.array(AuditLine),
  names: z.record(z.string(), z.string()),
});

/** Whether all lines are as they were written, or the first that is not. */
export const AuditCheck = z.object({
  whole: z.boolean(),
  seq: z.number().int().positive().nullable(),
  fault: z.enum(["missing", "changed"]).nullable(),
});

export const AuditTable = z.object({ csv: z.string() });
