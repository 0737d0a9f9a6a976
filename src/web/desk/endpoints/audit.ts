import { auditCsv } from "../../../audit/audit-csv.ts";
import type { AuditLog } from "../../../audit/audit-log.ts";
import type { ApiDesk } from "../desk.ts";
import { type Endpoint, endpoint } from "../endpoint.ts";
import { AuditCheck, AuditPage, AuditQuery, AuditTable, WhichLog } from "../schemas/audit.ts";

/** The audit log, for owners alone. */
export function auditEndpoints({ auditLog, privacy, accounts }: ApiDesk): Endpoint[] {
  const logs: Record<"deeds" | "readings", AuditLog> = { deeds: auditLog, readings: privacy.readingLog };
  return [
    endpoint({
      method: "get",
      path: "/audit",
      summary:
        "Who did what, or read what, from where, the newest line first; of whom, what or about what, where that is asked",
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
      summary: "Whether all lines of the audit log are as they were written",
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
      summary: "The whole audit log as a table (CSV) in which no cell is a formula; leaves a line itself",
      least: "owner",
      stepUp: true,
      deed: { what: "audit exported" },
      query: WhichLog,
      answer: AuditTable,
      handle: async ({ query: { log } }) => ({ value: { csv: await auditCsv(logs[log].lines()) } }),
    }),
  ];
}
