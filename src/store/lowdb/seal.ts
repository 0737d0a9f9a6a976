import { StoreFileError } from "../store-file-error.ts";
import type { Folders } from "./folders.ts";
import { differences, takeInventory } from "./inventory.ts";
import { type Manifest, manifestFile } from "./manifest.ts";
import { places } from "./places.ts";
import type { JournalEnd } from "./segment-writer.ts";

/** Writes into the manifest how the store ends. Call it once nothing is written any more, or for a copy that is whole. */
export async function sealStore(folders: Folders, { segment, length, lsn, sum }: JournalEnd): Promise<void> {
  await folders.sync();
  const manifest = await manifestFile(folders).read();
  if (manifest === null) throw new StoreFileError(places.manifest(folders.root), "is missing");
  const known = manifest.seal;
  if (known?.segment === segment && known.length === length && known.sum === sum) return;
  const seal = { segment, length, lsn, sum, files: await takeInventory(folders) };
  await manifestFile(folders).write({ ...manifest, seal });
  await folders.sync();
}

/** A folder in which other documents are than when the store was sealed. */
interface ChangedFolder {
  folder: string;
  was: number;
  is: number;
  says: string;
}

/** Compares the documents that are there with those that were when the store was sealed. */
export async function changesSince(
  folders: Folders,
  seal: NonNullable<Manifest["seal"]>,
): Promise<ChangedFolder[]> {
  const changed = differences(seal.files, await takeInventory(folders));
  return changed.map(({ folder, was, is }) => ({
    folder,
    was,
    is,
    says:
      was === is
        ? `holds ${is} documents as at the clean stop, but others`
        : `held ${was} documents at the clean stop and holds ${is}`,
  }));
}
