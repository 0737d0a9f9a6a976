import type { Config } from "../../config.ts";
import type { Store } from "../../store/port.ts";
import { directLineSecret } from "./secret.ts";
import { sharedSecret } from "./shared-secret.ts";

/** The desk's secret wherever it is kept: beside an embedded store, or in the database that several processes share. */
export const linkSecret = async (
  { dataDir, directLineSecret: configured }: Pick<Config, "dataDir" | "directLineSecret">,
  store: Pick<Store, "readState" | "writeState">,
  isEmbedded: boolean,
): Promise<string> => (isEmbedded ? directLineSecret(dataDir, configured) : sharedSecret(store, configured));
