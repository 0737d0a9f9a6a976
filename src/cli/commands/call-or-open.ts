import { openAccountServices } from "../../accounts/open-accounts.ts";
import { createApp, loadAppContent } from "../../app.ts";
import { makeAuditRecorder, openAuditLog } from "../../audit/audit-log.ts";
import { type Config, readConfig } from "../../config/config.ts";
import { openDeskKeys } from "../../directline/desk-keys.ts";
import { strangersNetwork } from "../../directline/grants/network.ts";
import { announceErased } from "../../privacy/eraser.ts";
import { openPrivacy } from "../../privacy/privacy.ts";
import { makeLog } from "../../runtime/log.ts";
import { openStore } from "../../store/open-store.ts";
import { makeSuspectAddresses } from "../../tickets/suspect-addresses.ts";
import { callSocket, NoDesk } from "../control-socket/client.ts";
import { serveSocket } from "../control-socket/server.ts";
import { deskCommands } from "./commands.ts";

const baseOf = ({ publicUrl, host, port, server: { tls } }: Config): string | null =>
  publicUrl?.replace(/\/+$/, "") ??
  (port === 0
    ? null
    : `${tls === null ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${port}`);

async function* runInOwnDesk(
  config: Config,
  command: string,
  args: unknown,
  says: AsyncIterable<unknown>,
): AsyncGenerator<unknown> {
  const log = makeLog("warn");
  const now = () => new Date();
  const content = await loadAppContent();
  const { commands, serve } = deskCommands();
  const socket = config.databaseUrl === null ? await serveSocket(config.dataDir, commands) : null;
  try {
    const { store, embedded } = await openStore(config, { now, log });
    const tell = (event: string, about: object) => log.warn(about, event);
    const desk = createApp(content, store, now, (event, about) => log.info(about, event), {
      announcing: false,
      mail: false,
      networkOf: strangersNetwork(store, now),
    });
    const keys = await openDeskKeys(config, embedded !== null, { store, now, tell });
    const { passwords } = openAccountServices(store, keys, now);
    const auditLog = openAuditLog(store, now);
    const audit = makeAuditRecorder(auditLog, tell);
    const links = { passwords, base: baseOf(config), audit };
    const suspects = makeSuspectAddresses({ store, classifyMention: content.addressUse });
    const { retention } = content.settings;
    const onErased = announceErased(store, () => undefined);
    const privacy = openPrivacy({ store, auditLog, record: audit, retention, now, onErased });
    const commandKeys = { keys, audit };
    serve({
      store,
      embedded,
      inbox: desk.inbox,
      words: content.words,
      links,
      keys: commandKeys,
      privacy,
      suspects,
    });
    await desk.turns.recover();
    const handler = commands[command];
    if (!handler) throw new Error(`there is no command "${command}"`);
    yield* handler(args, says);
    await desk.turns.stop();
    keys.close();
    await store.close();
  } finally {
    await content.close();
    await socket?.close();
  }
}

/**
 * Runs a command in the desk on DATA_DIR. Opens the store itself when none is running, or with DATABASE_URL.
 */
export async function* callOrOpen(
  command: string,
  args: unknown,
  says: AsyncIterable<unknown> = (async function* () {})(),
): AsyncGenerator<unknown> {
  const config = readConfig(process.env);
  if (config.databaseUrl !== null) return yield* runInOwnDesk(config, command, args, says);
  try {
    yield* callSocket(config.dataDir, command, args, says);
  } catch (error) {
    if (!(error instanceof NoDesk)) throw error;
    yield* runInOwnDesk(config, command, args, says);
  }
}
