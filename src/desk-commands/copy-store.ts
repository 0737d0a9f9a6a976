import { resolve } from "node:path";
import { serveSocket } from "../desk-socket/serve.ts";
import { type Copied, copyStore } from "../store/copy/copy-store.ts";
import type { PortableStore } from "../store/copy/piece.ts";
import { openEmbeddedStore } from "../store/lowdb/open.ts";
import { openPortable } from "../store/postgres/portable.ts";
import { makeLog } from "../web/log.ts";

/** Opens a store in pieces: a database by its address, a folder once no desk runs on it. */
async function openPlace(place: string): Promise<PortableStore> {
  const log = makeLog("warn");
  if (/^postgres(ql)?:\/\//.test(place)) return openPortable(place, log);
  const folder = resolve(place);
  const socket = await serveSocket(folder, {});
  const store = (await openEmbeddedStore(folder, { now: () => new Date(), log })).inPieces();
  return {
    ...store,
    async close() {
      await store.close();
      await socket.close();
    },
  };
}

/** Copies a desk from one place to another, each a folder or the address of a database. No desk may run on either. */
export async function copyDesk(from: string, to: string): Promise<Copied> {
  const source = await openPlace(from);
  try {
    const target = await openPlace(to);
    try {
      return await copyStore(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
