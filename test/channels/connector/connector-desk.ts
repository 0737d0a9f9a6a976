import { setTimeout as sleep } from "node:timers/promises";
import { assemble, type Content, type Desk } from "../../../src/assemble.ts";
import { type Aside, firstAside } from "../../../src/channels/connector/aside.ts";
import { type Connector, openConnector } from "../../../src/channels/connector/open.ts";
import type { ConnectorSettings } from "../../../src/channels/connector/settings.ts";
import type { Courier } from "../../../src/outbox/delivery.ts";
import { Outbox } from "../../../src/outbox/outbox.ts";
import { type Sends, withSends } from "../../../src/outbox/with-sends.ts";
import type { Store } from "../../../src/store/port.ts";
import { defaultLimits } from "../../../src/web/limits.ts";
import { makeLog } from "../../../src/web/log.ts";
import { makeOrigins } from "../../../src/web/origins.ts";
import { loadRefusalWords } from "../../../src/web/refusals.ts";
import { makeServer, type Web } from "../../../src/web/server.ts";

/** A whole desk that people in Teams reach, on a store that the caller opened. */
export interface ConnectorDesk {
  url: string;
  desk: Desk;
  /** the one that sends replies with what it stores */
  store: Store;
  web: Web;
  connector: Connector;
  /** what the operator's log was told */
  logged: { event: string; about: Record<string, unknown> }[];
  /** Resolves when nothing is in line and nothing is to be sent any more. */
  settled(): Promise<void>;
  /** Ends it as SIGTERM does; the store stays open. */
  stop(): Promise<void>;
}

/** What stands beside people's talks: what it wants sent with what is stored, and what it is once the desk is there. */
export interface Beside {
  sends: (kept: Store) => Sends;
  open: (parts: Omit<ConnectorDesk, "url" | "settled" | "stop">) => {
    aside: Aside;
    couriers: [kind: string, courier: Courier][];
    close(): void;
  };
}

/** Opens it. Pauses between tries of the outbox take a hundredth of their time. */
export async function openConnectorDesk(
  content: Content,
  kept: Store,
  settings: ConnectorSettings,
  {
    now = () => new Date(),
    answerMs = 1_000,
    beside,
  }: { now?: () => Date; answerMs?: number; beside?: Beside } = {},
): Promise<ConnectorDesk> {
  const logged: ConnectorDesk["logged"] = [];
  const log = (event: string, about: Record<string, unknown>) => void logged.push({ event, about });
  const { words } = content;
  const time = () => now().getTime();
  const parts = { store: kept, words, now: time, log, trustLoopback: true, answerMs };
  const connector = openConnector(settings, parts);
  const store = withSends(kept, [connector.sends, ...(beside ? [beside.sends(kept)] : [])]);
  const desk = assemble(content, store, now, log);
  const web = makeServer({
    origins: makeOrigins(null, []),
    limits: defaultLimits,
    words: loadRefusalWords("data/phrases/en/refusals.json"),
    log: makeLog("silent"),
    now: time,
  });
  const opened = beside?.open({ desk, store, web, connector, logged });
  connector.serve(web, { store, ...desk, aside: firstAside(opened ? [opened.aside] : []) });
  const outbox = new Outbox({
    store,
    couriers: new Map([["connector", connector.courier], ...(opened?.couriers ?? [])]),
    now,
    pause: (ms) => sleep(ms / 100),
    log,
  });
  await desk.turns.start();
  await desk.human.start();
  await outbox.start();
  const port = await web.listen("127.0.0.1", 0);
  return {
    url: `http://127.0.0.1:${port}`,
    desk,
    store,
    web,
    connector,
    logged,
    async settled() {
      do {
        await desk.turns.settled();
        await sleep(5);
      } while ((await store.unsent()).length > 0 || (await store.pendingTurns()).length > 0);
    },
    async stop() {
      const closed = web.close(1_000);
      opened?.close();
      await desk.human.stop();
      await desk.turns.stop();
      await closed;
      await outbox.stop();
      await connector.close();
    },
  };
}
