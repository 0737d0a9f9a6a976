import path from "node:path";
import { errorMessage } from "../runtime/process.ts";
import { printCheck, restore } from "./commands/store-files.ts";

const [from] = process.argv.slice(2);
if (from === undefined) {
  process.stderr.write(
    "npm run store:restore -- <backup>: name the folder of a backup; DATA_DIR must be empty\n",
  );
  process.exit(2);
}
try {
  process.exit(printCheck(await restore(path.resolve(from))));
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
