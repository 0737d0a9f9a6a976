import type { CheckReport } from "../store/check.ts";
import type { SalvageReport } from "../store/salvage/losses.ts";

/** Prints what a check has found, and gives the exit code: 1 when something is broken. */
export function printCheck({ findings, counts, endKnown }: CheckReport): 0 | 1 {
  const lines = findings.map(({ kind, file, says }) => `${kind}: ${file} ${says}`);
  if (counts === null) lines.push("nothing could be counted, for the manifest or the journal cannot be read");
  else {
    if (!endKnown) lines.push("not sealed: no clean stop has told where the journal ends");
    lines.push(`${counts.conversations} conversations, ${counts.entries} entries, ${counts.tickets} tickets`);
  }
  process.stdout.write(`${lines.join("\n")}\n`);
  return findings.some(({ kind }) => kind === "broken") ? 1 : 0;
}

/** Prints what a salvage brought out and what it did not, and gives the exit code: 3 when something is lost. */
export function printSalvage({ out, lost, losses, whole }: SalvageReport, to: string): 0 | 3 {
  const lines = losses.map(({ file, says, bytes, records }) => {
    const which =
      records === null ? ", perhaps a write that was cut off" : records > 0 ? `, records: ${records}` : "";
    return `lost: ${file} ${says} (bytes: ${bytes}${which})`;
  });
  const { conversations, entries, tickets, states, records, bytes, files } = lost;
  if (!whole)
    lines.push(
      `not brought out, as far as can be known: ${conversations} conversations, ${entries} entries, ${tickets} tickets, ${states} states, ` +
        `${records} records of the journal, ${bytes} bytes in ${files} files`,
    );
  lines.push(
    `brought into ${to}: ${out.conversations} conversations, ${out.entries} entries, ${out.tickets} tickets, ${out.states} states`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
  return whole ? 0 : 3;
}
