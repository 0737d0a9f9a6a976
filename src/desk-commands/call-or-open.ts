import { assemble, loadContent } from "../assemble.ts";
import { readConfig } from "../config.ts";
import { callSocket, NoDesk } from "../desk-socket/call.ts";
import { serveSocket } from "../desk-socket/serve.ts";
import { openEmbeddedStore } from "../store/lowdb/open.ts";
import { makeLog } from "../web/log.ts";
import { deskCommands } from "./commands.ts";

async function* opening(
  dataDir: string,
  command: string,
  args: unknown,
  says: AsyncIterable<unknown>,
): AsyncGenerator<unknown> {
  const log = makeLog("warn");
  const now = () => new Date();
  const content = await loadContent();
  const { commands, serve } = deskCommands();
  const socket = await serveSocket(dataDir, commands);
  try {
    const store = await openEmbeddedStore(dataDir, { now, log });
    const desk = assemble(content, store, now, (event, about) => log.info(about, event));
    serve({ store, door: desk.door, words: content.words });
    await desk.turns.recover();
    const handler = commands[command];
    if (!handler) throw new Error(`there is no command "${command}"`);
    yield* handler(args, says);
    await desk.turns.stop();
    await store.close();
  } finally {
    await content.close();
    await socket.close();
  }
}

/** Runs a command through the desk that runs on DATA_DIR; where none runs, opens the store itself. */
export async function* callOrOpen(
  command: string,
  args: unknown,
  says: AsyncIterable<unknown> = (async function* () {})(),
): AsyncGenerator<unknown> {
  const { dataDir } = readConfig(process.env);
  try {
    yield* callSocket(dataDir, command, args, says);
  } catch (error) {
    if (!(error instanceof NoDesk)) throw error;
    yield* opening(dataDir, command, args, says);
  }
}
