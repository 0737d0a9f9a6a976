import type { Config } from "../../config.ts";
import { type KeyParts, type Keys, openKeys } from "../../keys/keys.ts";
import { directLineSecretFile } from "./secret.ts";

/** Opens the keys of a desk wherever they are kept: in the store, and the Direct Line secret in the environment or beside an embedded store. */
export const openDeskKeys = (
  {
    dataDir,
    directLineSecret,
    doors,
  }: Pick<Config, "dataDir" | "directLineSecret"> & {
    doors: Pick<Config["doors"], "olderSecret"> & Partial<Pick<Config["doors"], "keysSecrets">>;
  },
  isEmbedded: boolean,
  parts: Pick<KeyParts, "store" | "now" | "tell">,
): Promise<Keys> => {
  const { olderSecret, keysSecrets = [] } = doors;
  const configured =
    directLineSecret === null ? null : [directLineSecret, ...(olderSecret === null ? [] : [olderSecret])];
  const file = isEmbedded && configured === null ? directLineSecretFile(dataDir) : null;
  return openKeys({ ...parts, keysSecrets, configured, file });
};
