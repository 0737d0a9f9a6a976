import { writeSync } from "node:fs";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import { incoming, start } from "../material.ts";

/*
 * A desk that is started and stopped again and again, to be killed: node program.mjs FOLDER ROUND. Prints a line of
 * JSON for each message that was acknowledged.
 */
const [folder = "", round = ""] = process.argv.slice(2);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

for (let times = 1; ; times += 1) {
  const store = await openEmbeddedStore(folder, { now: () => new Date(), log, journalBytes: 3_000 });
  await store.openConversation(start("a"));
  for (let number = 0; number < times % 4; number += 1) {
    const text = `round ${round}, start ${times}, message ${number}`;
    await store.receive("a", incoming(text));
    writeSync(1, `${JSON.stringify(text)}\n`);
  }
  await store.close();
}
