import { z } from "zod";
import { AgendaSnapshot, agendaText } from "./agenda.ts";
import { type Codec, DocumentFile } from "./document-file.ts";
import type { Folders } from "./folders.ts";
import { ChangedFolder, Inventory } from "./inventory.ts";
import { places } from "./places.ts";

/** What a clean stop left: how the newest segment ends, and how many files of which names are in each folder. */
const Seal = z.object({
  segment: z.number().int().positive(),
  length: z.number().int().positive(),
  lsn: z.number().int().nonnegative(),
  sum: z.number().int().nonnegative(),
  files: Inventory,
});

/** Where a start begins: journal segment `segment`, and the agenda and the last lsn as they were when it began. */
const Manifest = z.object({
  kind: z.literal("store"),
  format: z.literal(1, "was written by another version of Exit Desk"),
  store: z.uuid(),
  segment: z.number().int().positive(),
  lsn: z.number().int().nonnegative(),
  writtenAt: z.iso.datetime(),
  agenda: AgendaSnapshot,
  /** what was found to have changed while the store was closed */
  changed: z.array(ChangedFolder).default([]),
  /** counts until there is a newer segment; earlier versions did not write it */
  seal: Seal.optional(),
});
export type Manifest = z.infer<typeof Manifest>;

const codec: Codec<Manifest> = {
  read: (json) => Manifest.parse(json),
  write: ({ agenda, ...rest }) => [`${JSON.stringify(rest).slice(0, -1)},"agenda":${agendaText(agenda)}}`],
};

export function manifestFile(folders: Folders): DocumentFile<Manifest> {
  return new DocumentFile(folders, places.manifest(folders.root), codec);
}
