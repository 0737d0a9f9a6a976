import type { SalvageReport } from "../store/salvage/losses.ts";

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
      `not brought out: ${conversations} conversations, ${entries} entries, ${tickets} tickets, ${states} states, ` +
        `${records} records of the journal, ${bytes} bytes in ${files} files`,
    );
  lines.push(
    `brought into ${to}: ${out.conversations} conversations, ${out.entries} entries, ${out.tickets} tickets, ${out.states} states`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
  return whole ? 0 : 3;
}
