import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeDialogs } from "../dialogs/all.ts";
import { loadAppContent } from "../src/app.ts";
import { makeLog } from "../src/runtime/log.ts";
import { errorMessage } from "../src/runtime/process.ts";
import { openEmbeddedStore } from "../src/store/embedded/open.ts";
import { crawl } from "./guide-check/crawl.ts";
import { findings, table } from "./guide-check/findings.ts";

try {
  const content = await loadAppContent();
  const folder = await mkdtemp(path.join(tmpdir(), "guide-check-"));
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: makeLog("warn") });
  const edges = await crawl(
    { ...content, store, dialogs: makeDialogs(content.guide, content.lexicon) },
    new Date(),
  );
  const found = findings(edges, content.guide.facts, content.guide.tree);
  await store.close();
  await content.close();
  await rm(folder, { recursive: true });
  const { text, complete } = table(found);
  process.stdout.write(text);
  process.exit(complete ? 0 : 1);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
