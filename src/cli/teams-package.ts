import { writeFileSync } from "node:fs";
import { loadMessages } from "../guide/messages.ts";
import { dataPath } from "../runtime/paths.ts";
import { errorMessage } from "../runtime/process.ts";
import { InvalidPackageRequest, packageOf, readPackageRequest } from "../teams/app-package/app-package.ts";

const USAGE =
  "npm run teams:package -- --app-id <id> --domain <host> [--version 1.0.0] [--privacy-url <url>] [--terms-url <url>] [--out exit-desk-teams.zip]";

try {
  const { out, ...asked } = readPackageRequest(process.argv.slice(2));
  const made = packageOf(asked, loadMessages(dataPath("phrases", "en")), dataPath("teams"));
  writeFileSync(out, made);
  process.stdout.write(
    `${out}: the Teams app ${asked.version} of https://${asked.domain}, ${made.length} bytes\n`,
  );
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  if (error instanceof InvalidPackageRequest) process.stderr.write(`${USAGE}\n`);
  process.exit(error instanceof InvalidPackageRequest ? 2 : 1);
}
