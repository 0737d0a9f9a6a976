import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFolder } from "./paths.ts";

const Package = z.object({ version: z.string() });

/** The version in package.json. */
export const { version } = Package.parse(
  JSON.parse(readFileSync(path.join(projectFolder, "package.json"), "utf8")),
);
