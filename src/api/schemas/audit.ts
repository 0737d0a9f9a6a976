import { z } from "zod";
import { AuditEntry } from "../../audit/audit-entry.ts";

/** Lines of the audit log, the newest first, and the names of the agents in them by id. */
export const AuditPage = z.object({
  lines: z.array(AuditEntry),
  names: z.record(z.string(), z.string()),
});

/** Whether all lines are as they were written, or the first that is not. */
export const AuditCheck = z.object({
  whole: z.boolean(),
  seq: z.number().int().positive().nullable(),
  fault: z.enum(["missing", "changed"]).nullable(),
});

export const AuditCsv = z.object({ csv: z.string() });
