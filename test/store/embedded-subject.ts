import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { OpenSubject } from "./conformance.ts";
import { keptLog } from "./kept-log.ts";
import { noon } from "./material.ts";

const now = () => new Date(noon);

/** An embedded store in a folder of its own; small limits make it write checkpoints and forget all the time. */
export function embedded(limits: { journalBytes?: number; restingBytes?: number }): OpenSubject {
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), "embedded-store-"));
    const open = () => openEmbeddedStore(folder, { now, log: keptLog(), ...limits });
    let store = await open();
    return {
      store,
      async reopen() {
        await store.close();
        store = await open();
        return store;
      },
      async end() {
        await store.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  };
}
