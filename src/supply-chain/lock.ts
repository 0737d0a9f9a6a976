import { z } from "zod";

const Package = z.object({
  version: z.string(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
});

/** What npm's lock file tells of each package, by the folder it is installed in; "" is the project itself. */
export const Lock = z.object({ packages: z.record(z.string(), Package) });

/** The name of the package in a folder such as `node_modules/a/node_modules/@scope/b`. */
export const nameIn = (folder: string): string => folder.replace(/^.*node_modules\//, "");
