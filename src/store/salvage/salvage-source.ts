import type { DocumentStore } from "../embedded/document-store.ts";
import type { BrokenFiles } from "./broken-files.ts";
import type { Tally } from "./tally.ts";

/** What all the pieces are read from, and who counts them. */
export interface SalvageSource {
  documentStore: DocumentStore;
  broken: BrokenFiles;
  tally: Tally;
}
