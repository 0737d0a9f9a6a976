import type { CheckReport } from "../store/check.ts";

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
