import path from "node:path";
import { readJsonFile } from "../src/runtime/json-file.ts";
import { projectFolder } from "../src/runtime/paths.ts";
import { errorMessage } from "../src/runtime/process.ts";
import { Allowed, Lock, licencesOf } from "./licences/licences.ts";

try {
  const lock = await readJsonFile(Lock, path.join(projectFolder, "package-lock.json"));
  const allowed = await readJsonFile(Allowed, path.join(projectFolder, "deploy/licences.json"));
  const packages = licencesOf(lock, allowed);
  for (const { licence, name, version, buildOnly } of packages)
    process.stdout.write(`${licence ?? "unknown"}: ${name}@${version}${buildOnly ? " (build only)" : ""}\n`);
  const refused = packages.filter((one) => !one.allowed);
  for (const { licence, name } of refused)
    process.stderr.write(`${name}: ${licence ?? "no licence"} is not allowed in deploy/licences.json\n`);
  process.exit(refused.length > 0 ? 1 : 0);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
