import { StoreFileError } from "../store-file-error.ts";
import type { Folders } from "./folders.ts";
import { type ChangedFolder, takeInventory } from "./inventory.ts";
import { manifestFile } from "./manifest.ts";
import { places } from "./places.ts";
import type { JournalEnd } from "./segment-writer.ts";

/**
 * Writes into the manifest how the store ends. Call it once nothing is written any more, or for a copy that is whole.
 * `changed` tells what was found to have changed while the store was closed; asked only when something is new.
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
