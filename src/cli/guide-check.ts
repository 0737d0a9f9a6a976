import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeDialogs } from "../../dialogs/all.ts";
import { loadContent } from "../assemble.ts";
import { crawl } from "../guide-check/crawl.ts";
import { findings } from "../guide-check/findings.ts";
import { table } from "../guide-check/table.ts";
import { refusalOf } from "../refusal-of.ts";
import { openEmbeddedStore } from "../store/lowdb/open.ts";
import { makeLog } from "../web/log.ts";

try {
  const content = await loadContent();
  const folder = await mkdtemp(path.join(tmpdir(), "guide-check-"));
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log: makeLog("warn") });
  const edges = await crawl({ ...content, store, dialogs: makeDialogs(content.guide) }, new Date());
  const found = findings(edges, content.guide.facts, content.guide.tree);
  await store.close();
  await content.close();
  await rm(folder, { recursive: true });
  const { text, complete } = table(found);
  process.stdout.write(text);
  process.exit(complete ? 0 : 1);
} catch (error) {
  process.stderr.write(`${refusalOf(error)}\n`);
  process.exit(1);
}
