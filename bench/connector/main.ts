import { loadContent } from "../../src/assemble.ts";
import type { ConnectorSettings } from "../../src/channels/connector/settings.ts";
import { openEmbeddedStore } from "../../src/store/lowdb/open.ts";
import { makeLog } from "../../src/web/log.ts";
import { openConnectorDesk } from "../../test/channels/connector/connector-desk.ts";

// The desk with the door for Teams, which takes tokens of the issuer in BENCH_ISSUER; its store is in DATA_DIR.
const settings = JSON.parse(process.env["BENCH_ISSUER"] ?? "{}") as ConnectorSettings;
const store = await openEmbeddedStore(process.env["DATA_DIR"] ?? "", {
  now: () => new Date(),
  log: makeLog("warn"),
});
const desk = await openConnectorDesk(await loadContent(), store, settings);
process.stdout.write(`ready ${desk.url}/\n`);
