import { z } from "zod";
import { AuditAction, auditCsv } from "../../audit/audit-entry.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import type { ApiDesk } from "../api-context.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { AuditCheck, AuditCsv, AuditPage } from "../schemas/audit.ts";

/** Selects the audit log, or the read log, which has a shorter retention. */
const WhichLog = z.object({ log: z.enum(["deeds", "readings"]).default("deeds") });

const AuditQuery = WhichLog.extend({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** id of a staff account */
  who: z.string().max(100).optional(),
  what: AuditAction.optional(),
  /** id or value that an entry is about, such as a ticket number */
  about: z.string().max(200).optional(),
});

/** Defines the endpoints for the audit log; owners only. */
export function auditEndpoints({ auditLog, privacy, accounts }: ApiDesk): Endpoint[] {
  const logs: Record<"deeds" | "readings", AuditLog> = { deeds: auditLog, readings: privacy.readingLog };
  return [
    endpoint({
      method: "get",
      path: "/audit",
      summary:
        "Lists lines of the audit log or the reading log, newest first, filtered by actor, action or subject",
      least: "owner",
      query: AuditQuery,
      answer: AuditPage,
      handle: async ({ query: { log, before, limit, ...wanted } }) => {
        const lines = await logs[log].newest({ limit, wanted, ...(before !== undefined && { before }) });
        const named = new Set(
          lines.flatMap(({ who, about }) => [
            ...(who.kind === "agent" ? [who.id] : []),
            ...(about["agent"] === undefined ? [] : [about["agent"]]),
          ]),
        );
        const people = await accounts.people();
        const names = [...named].flatMap((id) => {
          const person = people.byId(id);
          return person === undefined ? [] : [[id, person.name]];
        });
        return { value: { lines, names: Object.fromEntries(names) } };
      },
    }),
    endpoint({
      method: "get",
      path: "/audit/check",
      summary: "Verifies the hash chain of the audit log",
      least: "owner",
      query: WhichLog,
      answer: AuditCheck,
      handle: async ({ query: { log } }) => {
        const fault = await logs[log].fault();
        return { value: { whole: fault === null, seq: fault?.seq ?? null, fault: fault?.fault ?? null } };
      },
    }),
    endpoint({
      method: "post",
      path: "/audit/export",
      summary: "Exports the audit log as CSV without formulas; adds a line itself",
      least: "owner",
      stepUp: true,
      audited: { what: "audit exported" },
      query: WhichLog,
      answer: AuditCsv,
      handle: async ({ query: { log } }) => ({ value: { csv: await auditCsv(logs[log].lines()) } }),
    }),
  ];
}
