import path from "node:path";
import { errorMessage } from "../runtime/process.ts";
import { backup } from "./commands/store-files.ts";

const [to] = process.argv.slice(2);
if (to === undefined) {
  process.stderr.write("npm run store:backup -- <folder>: name an empty or new folder\n");
  process.exit(2);
}
try {
  const { files, takenAt } = await backup(path.resolve(to));
  process.stdout.write(`${files} files as of ${takenAt} in ${to}\n`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
