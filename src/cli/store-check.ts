import path from "node:path";
import { parseArgs } from "node:util";
import { printCheck, printSalvage } from "../desk-commands/print-report.ts";
import { check, salvage } from "../desk-commands/store-files.ts";
import { refusalOf } from "../refusal-of.ts";

function target(): string | undefined {
  try {
    const { salvage } = parseArgs({ options: { salvage: { type: "string" } } }).values;
    if (salvage !== "") return salvage;
  } catch {
    // told below
  }
  process.stderr.write("npm run store:check [-- --salvage <folder>]: name an empty or a new folder\n");
  process.exit(2);
}

const to = target();
try {
  process.exit(
    to === undefined ? printCheck(await check()) : printSalvage(await salvage(path.resolve(to)), to),
  );
} catch (error) {
  process.stderr.write(`${refusalOf(error)}\n`);
  process.exit(1);
}
