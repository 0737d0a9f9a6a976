import { loadAppContent } from "../../../src/app.ts";
import type { TeamsConfig } from "../../../src/config/teams-config.ts";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import { keptLog } from "../../store/kept-log.ts";
import { openConnectorDesk } from "../connector-desk.ts";

/*
 * A desk that people in Teams reach, to be killed: node program.mjs FOLDER SETTINGS. Prints its URL when it is ready,
 * and after each line on stdin whether something is still to be answered or sent, and what was not surely sent.
 */
const [folder = "", settings = ""] = process.argv.slice(2);
const store = await openEmbeddedStore(folder, { now: () => new Date(), log: keptLog() });
const desk = await openConnectorDesk(await loadAppContent(), store, JSON.parse(settings) as TeamsConfig);
process.stdout.write(`${desk.url}\n`);
process.stdin.on("data", () => {
  void desk.settled().then(async () => {
    process.stdout.write(`${JSON.stringify(await store.outboxTroubles())}\n`);
  });
});
