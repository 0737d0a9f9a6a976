import { join } from "node:path";
import { crc32 } from "node:zlib";
import { z } from "zod";
import type { Folders } from "./folders.ts";

/** Of each folder with documents: how many there are, and a checksum of their names. */
export const Inventory = z.array(
  z.object({ folder: z.string(), files: z.number().int().positive(), names: z.number().int().nonnegative() }),
);
export type Inventory = z.infer<typeof Inventory>;

/** Whether a file with this name, in a folder of documents, is one of the store. */
export const isDocumentName = (name: string): boolean => /^[0-9a-f]+(\.log-\d+)?\.json$/.test(name);

/** Lists the documents that are there, without reading them. */
export async function takeInventory({ disk, root }: Folders): Promise<Inventory> {
  const inventory: Inventory = [];
  for (const kind of ["conversations", "state", "tickets"]) {
    for (const part of await disk.list(join(root, kind))) {
      const folder = `${kind}/${part}`;
      const names = isDocumentName(part) ? [] : (await disk.list(join(root, folder))).filter(isDocumentName);
      if (names.length > 0) inventory.push({ folder, files: names.length, names: crc32(names.join("\n")) });
    }
  }
  return inventory;
}

/** The folders in which other documents are than were, with both counts. */
export function differences(was: Inventory, is: Inventory): { folder: string; was: number; is: number }[] {
  const [before, now] = [was, is].map((all) => new Map(all.map((one) => [one.folder, one])));
  const folders = new Set([...(before?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...folders].flatMap((folder) => {
    const [one, other] = [before?.get(folder), now?.get(folder)];
    if (one?.files === other?.files && one?.names === other?.names) return [];
    return [{ folder, was: one?.files ?? 0, is: other?.files ?? 0 }];
  });
}
