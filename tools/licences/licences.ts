import { z } from "zod";

const Package = z.object({
  version: z.string(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
});

/** Packages in npm's lock file, by installation folder; "" is the project itself. */
export const Lock = z.object({ packages: z.record(z.string(), Package) });

/** Returns the package name of a folder such as `node_modules/a/node_modules/@scope/b`. */
export const nameIn = (folder: string): string => folder.replace(/^.*node_modules\//, "");

/** Allowed licences; `buildOnly` for packages that a running desk does not load. */
export const Allowed = z.strictObject({
  anywhere: z.array(z.string()),
  buildOnly: z.array(z.string()),
  /** licences by package name, for packages without one in their package.json */
  readByHand: z.record(z.string(), z.string()),
});

/** A package with its licence, as an SPDX expression if possible. */
interface Licensed {
  name: string;
  version: string;
  licence: string | null;
  buildOnly: boolean;
  allowed: boolean;
}

const byLicence = (one: Licensed, other: Licensed): number =>
  `${one.licence} ${one.name}`.localeCompare(`${other.licence} ${other.name}`, "en");

/** Lists every package version of a lock file by licence, and whether it is allowed. */
export function licencesOf(
  lock: z.infer<typeof Lock>,
  { anywhere, buildOnly, readByHand }: z.infer<typeof Allowed>,
): Licensed[] {
  const found = new Map<string, Licensed>();
  for (const [folder, { version, license, dev }] of Object.entries(lock.packages)) {
    if (folder === "") continue;
    const name = nameIn(folder);
    const licence = license ?? readByHand[name] ?? null;
    const known = found.get(`${name}@${version}`);
    const build = dev && (known?.buildOnly ?? true);
    const allowed = licence !== null && [...anywhere, ...(build ? buildOnly : [])].includes(licence);
    found.set(`${name}@${version}`, { name, version, licence, buildOnly: build, allowed });
  }
  return [...found.values()].sort(byLicence);
}
