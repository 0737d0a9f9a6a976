import { errorMessage } from "../runtime/process.ts";
import { copyDesk } from "./commands/store-files.ts";

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) {
  process.stderr.write(
    "npm run store:copy -- <from> <to>: each a folder, or postgres://user:password@host/database\n",
  );
  process.exit(2);
}
try {
  const copied = await copyDesk(from, to);
  for (const [name, { counts, hash }] of [
    ["from", copied.from],
    ["to", copied.to],
  ] as const)
    process.stdout.write(`${name}: ${JSON.stringify(counts)} sha256 ${hash}\n`);
  process.stdout.write(copied.equal ? "equal\n" : "not equal: the target was not empty\n");
  process.exit(copied.equal ? 0 : 1);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
