import { check } from "../desk-commands/store-files.ts";
import { refusalOf } from "../refusal-of.ts";

try {
  const { findings, counts } = await check();
  for (const { kind, file, says } of findings) process.stdout.write(`${kind}: ${file} ${says}\n`);
  process.stdout.write(
    `${counts.conversations} conversations, ${counts.entries} entries, ${counts.tickets} tickets\n`,
  );
  process.exit(findings.some(({ kind }) => kind === "broken") ? 1 : 0);
} catch (error) {
  process.stderr.write(`${refusalOf(error)}\n`);
  process.exit(1);
}
