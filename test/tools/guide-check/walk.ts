import type { DialogSet } from "../../../dialogs/sdk.ts";
import type { AppContent } from "../../../src/app.ts";
import { inBot } from "../../../tools/guide-check/bot.ts";
import { crawl, type Edge } from "../../../tools/guide-check/crawl.ts";

/** Walks the real bot through the real guide. */
export const walk = (
  change?: (set: DialogSet) => DialogSet,
): Promise<{ content: AppContent; edges: Edge[] }> =>
  inBot(async (parts, now) => ({ content: parts, edges: await crawl(parts, now) }), change);
