import path from "node:path";
import { parseArgs } from "node:util";
import { errorMessage } from "../runtime/process.ts";
import { check, printCheck, printSalvage, salvage } from "./commands/store-files.ts";

/** Returns the folder to salvage into; undefined for a check, null for invalid options. */
function target(): string | undefined | null {
  try {
    const options = { salvage: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.salvage === undefined) return undefined;
    return values.salvage === "" || positionals.length > 0 ? null : values.salvage;
  } catch {
    return null;
  }
}

const to = target();
if (to === null) {
  process.stderr.write("npm run store:check [-- --salvage <folder>]: name an empty or new folder\n");
  process.exit(2);
}
try {
  if (to === undefined) process.exit(printCheck(await check()));
  process.exit(printSalvage(await salvage(path.resolve(to)), to));
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
