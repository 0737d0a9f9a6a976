import { writeFile } from "node:fs/promises";
import path from "node:path";
import { projectFolder } from "../src/runtime/paths.ts";
import { errorMessage } from "../src/runtime/process.ts";
import { storedNames } from "./stored-names/names.ts";

try {
  const names = await storedNames(projectFolder);
  await writeFile(
    path.join(projectFolder, "test", "store", "stored-names.json"),
    `${JSON.stringify(names, null, 2)}\n`,
  );
  process.exit(0);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
