import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeDialogs } from "../../dialogs/all.ts";
import type { DialogSet } from "../../dialogs/sdk.ts";
import { type AppContent, loadAppContent } from "../../src/app.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { crawl } from "./crawl.ts";

/** Makes the real bot on an empty store for as long as it is used; `change` may swap dialogs of the set before. */
export async function inBot<T>(
  use: (parts: Parameters<typeof crawl>[0] & AppContent, now: Date) => Promise<T>,
  change: (set: DialogSet) => DialogSet = (set) => set,
): Promise<T> {
  const content = await loadAppContent();
  const folder = await mkdtemp(path.join(tmpdir(), "exit-desk-bot-"));
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: makeLog("warn") });
  try {
    const dialogs = change(makeDialogs(content.guide, content.lexicon));
    return await use({ ...content, store, dialogs }, new Date());
  } finally {
    await store.close();
    await content.close();
    await rm(folder, { recursive: true });
  }
}
