import { StoreFileError } from "../store-file-error.ts";
import type { StoreLog } from "../store-log.ts";

/** For those who go through all files: reports a broken one, so that it does not hide the others. */
export async function unlessBroken<T>(log: StoreLog, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StoreFileError)) throw error;
    log.error({ file: error.file, err: error }, "left out a broken file of the store");
    return undefined;
  }
}
