import { setTimeout as sleep } from "node:timers/promises";
import type { ApiDesk } from "../../src/api/api-context.ts";
import { makeApiDesk } from "../../src/api/make-api.ts";
import { serveDeskApi } from "../../src/api/serve.ts";
import { type App, type AppContent, type AppScope, createApp } from "../../src/app.ts";
import type { TeamsConfig } from "../../src/config/teams-config.ts";
import { readMessageFile } from "../../src/guide/messages.ts";
import { defaultLimits } from "../../src/http/limits.ts";
import { loadProblemMessages } from "../../src/http/problems.ts";
import { type HttpServer, makeServer } from "../../src/http/server.ts";
import { makeOrigins } from "../../src/http/settings.ts";
import { Outbox, withOutbox } from "../../src/outbox/outbox.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { dataPath } from "../../src/runtime/paths.ts";
import type { Store } from "../../src/store/store.ts";
import { openTeams } from "../../src/teams/teams.ts";
import { makeSuspectAddresses } from "../../src/tickets/suspect-addresses.ts";
import { guideNames } from "../../src/web/console/routes.ts";
import { fixedKeys } from "../fixed-keys.ts";

/** A whole desk that people in Teams reach, on a store that the caller opened. */
export interface ConnectorDesk {
  url: string;
  desk: App;
  /** the one that sends replies with what it stores */
  store: Store;
  web: HttpServer;
  api: ApiDesk;
  /** what the operator's log was told */
  logged: { event: string; about: Record<string, unknown> }[];
  /** Resolves when nothing is in line and nothing is to be sent any more. */
  settled(): Promise<void>;
  /** Ends it as SIGTERM does; the store stays open. */
  stop(): Promise<void>;
}

/** How the desk of a test differs from one at work. */
export interface Differences {
  now: () => Date;
  answerMs: number;
  patienceMs: number;
  reach: AppScope;
}

/** Opens it. Pauses between tries of the outbox take a hundredth of their time. */
export async function openConnectorDesk(
  content: AppContent,
  kept: Store,
  settings: TeamsConfig,
  { now = () => new Date(), answerMs = 1_000, patienceMs = 10_000, reach }: Partial<Differences> = {},
): Promise<ConnectorDesk> {
  const logged: ConnectorDesk["logged"] = [];
  const log = (event: string, about: Record<string, unknown>) => void logged.push({ event, about });
  const { words } = content;
  const time = () => now().getTime();
  const parts = { store: kept, words, now: time, log, leaseMs: 0, trustLoopback: true, answerMs, patienceMs };
  const teams = openTeams(settings, parts);
  const store = withOutbox(kept, teams.sends);
  const desk = createApp(content, store, now, log, reach);
  const web = makeServer({
    origins: makeOrigins(null, []),
    limits: defaultLimits,
    words: loadProblemMessages("data/phrases/en/refusals.json"),
    log: makeLog("silent"),
    now: time,
  });
  const api = makeApiDesk({
    store,
    grants: { list: async () => [], end: async () => [] },
    human: desk.human,
    suspects: makeSuspectAddresses({ store, classifyMention: content.addressUse }),
    guide: content.guide,
    teams: content.settings.teams,
    repliesFile: dataPath("canned", "en.json"),
    keys: fixedKeys("a secret of tests"),
    rules: content.settings.signIn,
    retention: content.settings.retention,
    onErased: teams.forget,
    publicUrl: null,
    now,
    log: makeLog("silent"),
  });
  const deskApi = serveDeskApi(web, api);
  const senders = teams.serve(web, {
    desk,
    store,
    agents: api,
    names: guideNames(content.guide, readMessageFile(dataPath("phrases", "en"), "places")),
    consoleUrl: (ticket) => `https://desk.example.com/console/#/waiting/${ticket}`,
  });
  const outbox = new Outbox({
    store,
    senders: senders,
    now,
    pause: (ms) => sleep(ms / 100),
    settled: teams.undelivered(store),
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
    api,
    logged,
    async settled() {
      do {
        await desk.turns.settled();
        await sleep(5);
      } while ((await store.unsent()).length > 0 || (await store.pendingTurns()).length > 0);
    },
    async stop() {
      const closed = web.close(1_000);
      await desk.human.stop();
      await desk.turns.stop();
      deskApi.close();
      await closed;
      await outbox.stop();
      await teams.close();
    },
  };
}
