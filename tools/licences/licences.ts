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

/** The licences that may be had; `buildOnly` for packages that no running desk loads. */
export const Allowed = z.strictObject({
  anywhere: z.array(z.string()),
  buildOnly: z.array(z.string()),
  /** by name, what stands in a package that does not tell its licence in its package.json */
  readByHand: z.record(z.string(), z.string()),
});

/** A package with its licence, as an SPDX expression where it has one. */
interface Licensed {
  name: string;
  version: string;
  licence: string | null;
  buildOnly: boolean;
  allowed: boolean;
}

const byLicence = (one: Licensed, other: Licensed): number =>
  `${one.licence} ${one.name}`.localeCompare(`${other.licence} ${other.name}`, "en");

/** Every package of a lock file once a version, by licence, and whether its licence is allowed. */
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
