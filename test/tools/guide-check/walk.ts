import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeDialogs } from "../../../dialogs/all.ts";
import type { DialogSet } from "../../../dialogs/sdk.ts";
import { type AppContent, loadAppContent } from "../../../src/app.ts";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import { crawl, type Edge } from "../../../tools/guide-check/crawl.ts";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Walks the real bot through the real guide; `change` may swap dialogs of the set before. */
export async function walk(
  change: (set: DialogSet) => DialogSet = (set) => set,
): Promise<{ content: AppContent; edges: Edge[] }> {
  const content = await loadAppContent();
  const folder = await mkdtemp(path.join(tmpdir(), "walk-"));
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log });
  try {
    const dialogs = change(makeDialogs(content.guide, content.lexicon));
    return { content, edges: await crawl({ ...content, store, dialogs }, new Date()) };
  } finally {
    await store.close();
    await content.close();
    await rm(folder, { recursive: true });
  }
}
