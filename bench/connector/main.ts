import { loadAppContent } from "../../src/app.ts";
import type { TeamsConfig } from "../../src/config/teams-config.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { openConnectorDesk } from "../../test/teams/connector-desk.ts";

// The desk with the door for Teams, which takes tokens of the issuer in BENCH_ISSUER; its store is in DATA_DIR.
const settings = JSON.parse(process.env["BENCH_ISSUER"] ?? "{}") as TeamsConfig;
const store = await openEmbeddedStore(process.env["DATA_DIR"] ?? "", {
  now: () => new Date(),
  log: makeLog("warn"),
});
const desk = await openConnectorDesk(await loadAppContent(), store, settings);
process.stdout.write(`ready ${desk.url}/\n`);
