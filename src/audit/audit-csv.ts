import type { AuditLine } from "./audit-line.ts";

/** Signs with which a spreadsheet takes a cell for a formula. */
const formula = /^[\s]*[=+\-@\t\r]/;

/** A cell that a spreadsheet shows as it is: quoted, and with an apostrophe before what it would calculate. */
export const csvCell = (text: string): string =>
  `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

const row = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** The audit log as a table (RFC 4180), oldest line first. */
export async function auditCsv(lines: AsyncIterable<AuditLine>): Promise<string> {
  let table = row(["seq", "at", "who", "agent", "from", "what", "about", "before", "hash"]);
  for await (const { seq, at, who, from, what, about, before, hash } of lines)
    table += row([
      String(seq),
      at,
      who.kind,
      who.kind === "agent" ? who.id : "",
      from ?? "",
      what,
      JSON.stringify(about),
      before,
      hash,
    ]);
  return table;
}
