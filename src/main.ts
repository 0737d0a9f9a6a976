import { setTimeout as sleep } from "node:timers/promises";
import { makeMicrosoftSignIn } from "./accounts/microsoft-sign-in.ts";
import { startRevalidation } from "./accounts/oidc/provider-sign-in.ts";
import { makeApiDesk } from "./api/make-api.ts";
import { serveDeskApi } from "./api/serve.ts";
import { createApp, loadAppContent } from "./app.ts";
import { deskCommands } from "./cli/commands/commands.ts";
import { serveSocket } from "./cli/control-socket/server.ts";
import { readConfig } from "./config/config.ts";
import { openDeskKeys } from "./directline/desk-keys.ts";
import { strangersNetwork } from "./directline/grants/network.ts";
import { openHostUsers } from "./directline/host-users.ts";
import { serveDirectLine } from "./directline/serve.ts";
import { readMessageFile } from "./guide/messages.ts";
import { chargeConversations } from "./http/budgets/budgets.ts";
import { watchFreeDisk } from "./http/budgets/free-disk.ts";
import { operatorsOnly, serveHealth, serveMetrics } from "./http/health.ts";
import { loadLimits } from "./http/limits.ts";
import { sampleLog } from "./http/log-sampling.ts";
import { loadProblemMessages } from "./http/problems.ts";
import { makeServer } from "./http/server.ts";
import { makeOrigins } from "./http/settings.ts";
import { watchForProxy } from "./http/undeclared-proxy.ts";
import { collectDeskMetrics } from "./metrics-collectors.ts";
import type { Sender } from "./outbox/delivery.ts";
import { webhook } from "./outbox/delivery.ts";
import {
  type EmailSenderParts,
  emailSender,
  findRecipient,
  makeLinkSender,
} from "./outbox/email/email-sender.ts";
import { findQuestion } from "./outbox/email/find-question.ts";
import { LEASE_MS, Outbox, withOutbox } from "./outbox/outbox.ts";
import { exportMaker } from "./privacy/conversation-export.ts";
import { erasureSender } from "./privacy/data-subject-requests.ts";
import { announceErased, onErased } from "./privacy/eraser.ts";
import { startRetention } from "./privacy/privacy.ts";
import { makeLog } from "./runtime/log.ts";
import { makeMetrics, monitorEventLoop } from "./runtime/metrics.ts";
import { dataPath } from "./runtime/paths.ts";
import { errorMessage, installCrashHandler, stopOnSignal } from "./runtime/process.ts";
import { version } from "./runtime/version.ts";
import { decorateStore } from "./store/decorated-store.ts";
import { openStore } from "./store/open-store.ts";
import { openTeams, tabApp } from "./teams/teams.ts";
import { makeSuspectAddresses } from "./tickets/suspect-addresses.ts";
import { serveProvider } from "./web/console/provider-routes.ts";
import { guideNames } from "./web/console/routes.ts";
import { servePages } from "./web/routes.ts";

const GRACE_MS = 10_000;
/** milliseconds after a gate in which typed words do not answer it, because they may have been typed before */
const SETTLE_MS = 300;

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const log = makeLog(config.logLevel);
  log.info({ version }, "desk starting");
  installCrashHandler(log);
  const now = () => new Date();
  const content = await loadAppContent();
  const { commands, serve } = deskCommands();
  const socket = config.databaseUrl === null ? await serveSocket(config.dataDir, commands) : null;
  const metrics = makeMetrics();
  const opened = await openStore(config, { now, log });
  const { embedded } = opened;
  const kept = decorateStore(opened.store, { unavailable: metrics.storeFailed });
  const limits = loadLimits(dataPath("limits.json"));
  const sampledLog = sampleLog(log, limits.linesPerMinute, limits);
  const tell = (event: string, about: Record<string, unknown>, level: "info" | "debug" = "info") => {
    metrics.event(event);
    sampledLog[level](about, event);
  };
  const { words } = content;
  const leaseMs = embedded === null ? LEASE_MS : 0;
  const teams = openTeams(config.connector, { store: kept, words, now: Date.now, log: tell, leaseMs });
  const store = withOutbox(kept, teams.sends);
  const ticketHook = config.ticketWebhookUrl === null ? null : webhook(config.ticketWebhookUrl);
  const desk = createApp(content, store, now, tell, {
    announcing: ticketHook !== null,
    mail: config.mail !== null,
    fieldBytes: limits.fieldBytes,
    settleMs: SETTLE_MS,
    tickets: limits.tickets,
    networkOf: strangersNetwork(store, now),
    count: metrics.event,
    alarm: (event, about) => {
      metrics.event(event);
      log.warn(about, event);
    },
  });

  const { proxies, tls, metricsToken, hostUsersKey } = config.server;
  const origins = makeOrigins(config.publicUrl, config.allowedOrigins, tls !== null);
  const { local } = origins;
  const healthWords = readMessageFile(dataPath("phrases", "en"), "health");
  const undeclaredProxy = watchForProxy({ proxies, local, listensOn: config.host }, (toldBy) =>
    log.warn({ variable: "TRUST_PROXY", toldBy, advice: healthWords.proxySeen }, "proxy without TRUST_PROXY"),
  );
  if (!local && metricsToken === null)
    log.info({ variable: "METRICS_TOKEN", advice: healthWords.metricsClosed }, "metrics closed");
  const room = watchFreeDisk(store.space, limits.room, Date.now, (state, free) => {
    const event = state === "enough" ? "room for data again" : "little room for data";
    metrics.event(event);
    log.warn({ state, free, advice: state === "enough" ? undefined : healthWords.room }, event);
  });
  await room.check();
  const web = makeServer({
    origins,
    proxies,
    undeclaredProxy,
    tls,
    limits,
    words: loadProblemMessages(dataPath("phrases", "en", "refusals.json")),
    log,
    now: Date.now,
    sharing: store,
    room,
    overBudget: metrics.overBudget,
  });
  const keys = await openDeskKeys(config, embedded !== null, { store, now, tell });
  const makeCopy = exportMaker(store, words, now);
  const directLine = serveDirectLine(web, {
    inbox: desk.inbox,
    store,
    receipts: desk.human,
    quarantine: desk.human.quarantine,
    keys,
    hostUsers: hostUsersKey === null ? null : openHostUsers(store, hostUsersKey, keys, Date.now),
    makeCopy,
    sendLink: config.mail === null ? null : makeLinkSender(store, now),
  });
  desk.human.watchEphemeral(directLine.pass);
  const end = (conversation: string): void => {
    directLine.end(conversation);
    teams.forget(conversation);
  };
  const tab = tabApp(config);
  const suspects = makeSuspectAddresses({ store, classifyMention: content.addressUse });
  const apiDesk = makeApiDesk({
    store,
    human: desk.human,
    suspects,
    guide: content.guide,
    teams: content.settings.teams,
    repliesFile: dataPath("canned", "en.json"),
    keys,
    publicUrl: config.publicUrl,
    grants: directLine.grants,
    microsoft: tab && makeMicrosoftSignIn(tab, now),
    oidc: config.oidc,
    rules: content.settings.signIn,
    reading: content.settings.reading,
    retention: content.settings.retention,
    comparing: limits.comparisons,
    onErased: announceErased(store, end),
    warn: (about, event) => {
      metrics.event(event);
      log.warn(about, event);
    },
    now,
    log,
  });
  const deskApi = serveDeskApi(web, apiDesk);
  const names = guideNames(content.guide, readMessageFile(dataPath("phrases", "en"), "places"));
  const senders = new Map<string, Sender>([
    ["erase", erasureSender(apiDesk.privacy.eraser)],
    ...teams.serve(web, {
      desk,
      store,
      agents: apiDesk,
      names,
      consoleUrl: (ticket) => `${base}/console/#/waiting/${ticket}`,
    }),
  ]);
  serveHealth(web, () => store.healthy(), {
    version,
    words: healthWords,
    undeclaredProxy,
    room,
    refusalFor: operatorsOnly(metricsToken, local),
  });
  chargeConversations(web.budgets, store, desk.turns);
  collectDeskMetrics(metrics, desk, store, web, room);
  serveMetrics(web, metrics, metricsToken);
  monitorEventLoop((milliseconds) => log.warn({ milliseconds }, "event loop late"));
  servePages(web, config.allowedOrigins, {
    names,
    teams: config.connector && { signIn: tab !== null },
    provider: apiDesk.provider?.name ?? null,
  });
  if (apiDesk.provider) serveProvider(web, apiDesk, apiDesk.provider);
  await desk.turns.start();
  await desk.human.start();
  const port = await web.listen(config.host, config.port);
  const address = `${tls === null ? "http" : "https"}://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;
  const base = config.publicUrl?.replace(/\/+$/, "") ?? address;
  const links = { passwords: apiDesk.passwords, base, audit: apiDesk.audit };
  onErased(store, end);
  const commandKeys = { keys, audit: apiDesk.audit };
  const { privacy } = apiDesk;
  serve({ store, embedded, inbox: desk.inbox, words, links, keys: commandKeys, privacy, suspects });
  const retention = startRetention(apiDesk.privacy, tell);
  const revalidation = apiDesk.provider && startRevalidation(apiDesk.provider, tell);
  if (ticketHook) senders.set("webhook", ticketHook);
  if (config.mail) {
    const linkTo: EmailSenderParts["linkTo"] = (conversation, about) =>
      directLine.linkTo(base, conversation, about);
    senders.set(
      "mail",
      emailSender({
        ...config.mail,
        words,
        linkTo,
        recipientOf: findRecipient(store, suspects),
        questionOf: findQuestion(store),
      }),
    );
  }
  const pause = (ms: number) => sleep(ms, undefined, { ref: false });
  const settled = teams.undelivered(store);
  const outbox = new Outbox({ store, senders: senders, now, pause, settled, log: tell });
  await outbox.start();
  stopOnSignal(async () => {
    const closed = web.close(GRACE_MS);
    await desk.human.stop();
    await desk.turns.stop();
    directLine.close();
    room.close();
    deskApi.close();
    await closed;
    await apiDesk.search.stop();
    await retention.stop();
    await revalidation?.stop();
    await outbox.stop();
    ticketHook?.close();
    await teams.close();
    keys.close();
    await store.close();
    await content.close();
    await socket?.close();
  });

  const ownerToken = await apiDesk.accounts.ownerToken();
  const ownerLine = ownerToken === null ? "" : `Owner link: ${base}/console/#owner=${ownerToken}\n`;
  process.stdout.write(`Exit Desk ready ${address}/\n${ownerLine}`);
  void apiDesk.search.start();
}

start().catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
});
