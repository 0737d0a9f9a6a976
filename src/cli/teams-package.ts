import { writeFileSync } from "node:fs";
import { loadPhrases } from "../guide/messages.ts";
import { dataPath } from "../runtime/paths.ts";
import { refusalOf } from "../runtime/process.ts";
import { AskedWrongly, packageOf, readAsked } from "../teams/app-package/app-package.ts";

const USAGE =
  "npm run teams:package -- --app-id <id> --domain <host> [--version 1.0.0] [--privacy-url <url>] [--terms-url <url>] [--out exit-desk-teams.zip]";

try {
  const { out, ...asked } = readAsked(process.argv.slice(2));
  const made = packageOf(asked, loadPhrases(dataPath("phrases", "en")), dataPath("teams"));
  writeFileSync(out, made);
  process.stdout.write(
    `${out}: the Teams app ${asked.version} of https://${asked.domain}, ${made.length} bytes\n`,
  );
} catch (error) {
  process.stderr.write(`${refusalOf(error)}\n`);
  if (error instanceof AskedWrongly) process.stderr.write(`${USAGE}\n`);
  process.exit(error instanceof AskedWrongly ? 2 : 1);
}
