import { join } from "node:path";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { StoreFileError } from "../errors.ts";
import type { StoreLog } from "../store.ts";
import { type Codec, DocumentFile } from "./document-file.ts";
import { documentFolders, type Folders, places } from "./folders.ts";
import { PendingWorkSnapshot, pendingWorkText } from "./pending-work.ts";
import type { JournalEnd } from "./segment.ts";

/** Of each folder with documents: how many there are, and a checksum of their names. */
const Inventory = z.array(
  z.object({ folder: z.string(), files: z.number().int().positive(), names: z.number().int().nonnegative() }),
);
type Inventory = z.infer<typeof Inventory>;

/** A folder in which other documents were found than a clean stop had left, and how many these were. */
const ChangedFolder = z.object({ folder: z.string(), was: z.number(), is: z.number() });
type ChangedFolder = z.infer<typeof ChangedFolder>;

/** Reports whether a file name in a document folder is one of the store's. */
export const isDocumentName = (name: string): boolean => /^[0-9a-f]+(\.log-\d+)?\.json$/.test(name);

/** Lists the documents that are there, without reading them. */
async function takeInventory({ disk, root }: Folders): Promise<Inventory> {
  const inventory: Inventory = [];
  for (const kind of documentFolders) {
    for (const part of await disk.list(join(root, kind))) {
      const folder = `${kind}/${part}`;
      const names = isDocumentName(part) ? [] : (await disk.list(join(root, folder))).filter(isDocumentName);
      if (names.length > 0) inventory.push({ folder, files: names.length, names: crc32(names.join("\n")) });
    }
  }
  return inventory;
}

/** Compares the documents that are there with those that were. */
export async function changesSince(folders: Folders, was: Inventory): Promise<ChangedFolder[]> {
  const before = new Map(was.map((one) => [one.folder, one]));
  const now = new Map((await takeInventory(folders)).map((one) => [one.folder, one]));
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((folder) => {
    const [one, other] = [before.get(folder), now.get(folder)];
    if (one?.files === other?.files && one?.names === other?.names) return [];
    return [{ folder, was: one?.files ?? 0, is: other?.files ?? 0 }];
  });
}

export const sayChange = ({ was, is }: ChangedFolder): string =>
  was === is
    ? `holds ${is} documents as after the last clean stop, but others`
    : `held ${was} documents after a clean stop and ${is} at the next start`;

/**
 * Remembers where documents went away, or came, while the store was closed. Nobody looks at the start, for it costs
 * what is stored; but before the first document of a run changes, after which nobody could tell any more.
 */
export class ClosedTime {
  #compared: Promise<void> | undefined;

  /** `sealed` is what the last stop left, unless the store was written to since; `changed` what was found in earlier runs. */
  constructor(
    private readonly folders: Folders,
    private readonly sealed: Inventory | undefined,
    readonly changed: ChangedFolder[],
    private readonly log: StoreLog,
  ) {}

  /** Compares the documents with the manifest. Must run before the first document changes; later calls do nothing. */
  compare(): Promise<void> {
    this.#compared ??= this.#compare().catch((error: unknown) => {
      this.#compared = undefined;
      throw error;
    });
    return this.#compared;
  }

  async #compare(): Promise<void> {
    if (this.sealed === undefined) return;
    for (const one of await changesSince(this.folders, this.sealed)) {
      this.changed.push(one);
      this.log.error({ file: join(this.folders.root, one.folder) }, sayChange(one));
    }
  }
}

/** What a clean stop left: how the newest segment ends, and how many files of which names are in each folder. */
const Seal = z.object({
  segment: z.number().int().positive(),
  length: z.number().int().positive(),
  lsn: z.number().int().nonnegative(),
  sum: z.number().int().nonnegative(),
  files: Inventory,
});

/**
 * How the files are written. Since 2 the staff, their sessions and the audit logs are documents of their own, which
 * versions that know 1 alone would pass over: they refuse to open the store.
 */
export const storeFormat = 2;

/** Where a start begins: journal segment `segment`, and the pending work and the last lsn as they were when it began. */
export const Manifest = z.object({
  kind: z.literal("store"),
  format: z.literal([1, storeFormat], "was written by another version of Exit Desk"),
  store: z.uuid(),
  segment: z.number().int().positive(),
  lsn: z.number().int().nonnegative(),
  writtenAt: z.iso.datetime(),
  agenda: PendingWorkSnapshot,
  /** what was found to have changed while the store was closed */
  changed: z.array(ChangedFolder).default([]),
  /** counts until there is a newer segment; earlier versions did not write it */
  seal: Seal.optional(),
});
export type Manifest = z.infer<typeof Manifest>;

const codec: Codec<Manifest> = {
  read: (json) => Manifest.parse(json),
  write: ({ agenda: pendingWork, ...rest }) => [
    `${JSON.stringify(rest).slice(0, -1)},"agenda":${pendingWorkText(pendingWork)}}`,
  ],
};

export function manifestFile(folders: Folders): DocumentFile<Manifest> {
  return new DocumentFile(folders, places.manifest(folders.root), codec);
}

/**
 * Writes the store's final inventory into the manifest, once nothing more is written, or for a complete copy.
 * `changed` reports changes found while the store was closed; it is called only when something is new.
 */
export async function sealStore(
  folders: Folders,
  { segment, length, lsn, sum }: JournalEnd,
  changed?: () => Promise<ChangedFolder[]>,
): Promise<void> {
  await folders.sync();
  const manifest = await manifestFile(folders).read();
  if (manifest === null) throw new StoreFileError(places.manifest(folders.root), "is missing");
  const known = manifest.seal;
  if (known?.segment === segment && known.length === length && known.sum === sum) return;
  const found = (await changed?.()) ?? manifest.changed;
  const seal = { segment, length, lsn, sum, files: await takeInventory(folders) };
  await manifestFile(folders).write({ ...manifest, changed: found, seal });
  await folders.sync();
}
