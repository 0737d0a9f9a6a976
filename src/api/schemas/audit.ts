import { z } from "zod";
import { AuditEntry } from "../../audit/audit-entry.ts";

/** Page of audit entries, newest first, with the names of agents by id. */
export const AuditPage = z.object({
  lines: z.array(AuditEntry),
  names: z.record(z.string(), z.string()),
});

/** Result of the hash chain check: intact, or the first broken entry. */
export const AuditCheck = z.object({
  whole: z.boolean(),
  seq: z.number().int().positive().nullable(),
  fault: z.enum(["missing", "changed"]).nullable(),
});

export const AuditCsv = z.object({ csv: z.string() });
