import { setTimeout as sleep } from "node:timers/promises";
import { assemble, loadContent } from "./assemble.ts";
import { linkSecret } from "./channels/direct-line/link-secret.ts";
import { serveDirectLine } from "./channels/direct-line/serve.ts";
import { readConfig } from "./config.ts";
import { deskCommands } from "./desk-commands/commands.ts";
import { serveSocket } from "./desk-socket/serve.ts";
import type { Courier } from "./outbox/delivery.ts";
import { type MailerParts, mailer } from "./outbox/mail/mailer.ts";
import { Outbox } from "./outbox/outbox.ts";
import { webhook } from "./outbox/webhook.ts";
import { announceGone, hearGone } from "./privacy/gone.ts";
import { copyMaker } from "./privacy/make-copy.ts";
import { startRounds } from "./privacy/rounds.ts";
import { erasureCourier } from "./privacy/wished-erasure.ts";
import { dataPath, projectFolder } from "./project-folder.ts";
import { refusalOf } from "./refusal-of.ts";
import { openStore } from "./store/open.ts";
import { readBuiltConsole } from "./web/console/built.ts";
import { guideNames } from "./web/console/guide-names.ts";
import { serveConsole } from "./web/console/routes.ts";
import { serveProvider } from "./web/console/serve-provider.ts";
import { makeApiDesk } from "./web/desk/make-api-desk.ts";
import { serveDeskApi } from "./web/desk/serve.ts";
import { serveHealth } from "./web/health.ts";
import { defaultLimits } from "./web/limits.ts";
import { makeLog } from "./web/log.ts";
import { makeOrigins } from "./web/origins.ts";
import { loadRefusalWords } from "./web/refusals.ts";
import { makeServer } from "./web/server.ts";
import { readBuilt } from "./web/widget/built.ts";
import { serveFrontPage } from "./web/widget/front-page.ts";
import { serveWidget } from "./web/widget/routes.ts";
import { readWords } from "./web/widget/words.ts";

const GRACE_MS = 10_000;

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const log = makeLog(config.logLevel);
  const now = () => new Date();
  const content = await loadContent();
  const { commands, serve } = deskCommands();
  const socket = config.databaseUrl === null ? await serveSocket(config.dataDir, commands) : null;
  const { store, embedded } = await openStore(config, { now, log });
  const tell = (event: string, about: Record<string, unknown>) => log.info(about, event);
  const ticketHook = config.ticketWebhookUrl === null ? null : webhook(config.ticketWebhookUrl);
  const desk = assemble(content, store, now, tell, {
    announcing: ticketHook !== null,
    mail: config.mail !== null,
  });

  const web = makeServer({
    origins: makeOrigins(config.publicUrl, config.allowedOrigins),
    limits: defaultLimits,
    words: loadRefusalWords(dataPath("phrases", "en", "refusals.json")),
    log,
    now: Date.now,
  });
  const secret = await linkSecret(config, store, embedded !== null);
  const makeCopy = copyMaker(store, content.words, now);
  const directLine = serveDirectLine(web, { door: desk.door, store, signs: desk.human, secret, makeCopy });
  desk.human.watchPassing(directLine.pass);
  const apiDesk = makeApiDesk({
    store,
    human: desk.human,
    guide: content.guide,
    teams: content.settings.teams,
    repliesFile: dataPath("canned", "en.json"),
    secret,
    publicUrl: config.publicUrl,
    oidc: config.oidc,
    rules: content.settings.signIn,
    retention: content.settings.retention,
    gone: announceGone(store, directLine.end),
    now,
    log,
  });
  const deskApi = serveDeskApi(web, apiDesk);
  serveHealth(web, () => store.healthy());
  serveWidget(web, {
    built: readBuilt(`${projectFolder}/dist/widget`),
    words: readWords(dataPath("phrases", "en", "widget.json")),
    ancestors: config.allowedOrigins,
  });
  serveConsole(web, {
    built: readBuiltConsole(`${projectFolder}/dist/console`),
    words: readWords(dataPath("phrases", "en", "console.json")),
    names: guideNames(content.guide, readWords(dataPath("phrases", "en", "places.json"))),
    provider: apiDesk.provider?.name ?? null,
  });
  if (apiDesk.provider) serveProvider(web, apiDesk, apiDesk.provider);
  serveFrontPage(web, {
    folder: `${projectFolder}/src/web/widget/page`,
    words: readWords(dataPath("phrases", "en", "page.json")),
  });
  await desk.turns.start();
  await desk.human.start();
  const port = await web.listen(config.host, config.port);
  const address = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;
  const base = config.publicUrl?.replace(/\/+$/, "") ?? address;
  const links = { passwords: apiDesk.passwords, base, audit: apiDesk.audit };
  const { privacy } = apiDesk;
  hearGone(store, directLine.end);
  serve({ store, embedded, door: desk.door, words: content.words, links, privacy });
  const rounds = startRounds(privacy, tell);
  const couriers = new Map<string, Courier>([["erase", erasureCourier(privacy.eraser)]]);
  if (ticketHook) couriers.set("webhook", ticketHook);
  if (config.mail) {
    const linkTo: MailerParts["linkTo"] = (talk) => directLine.linkTo(base, talk);
    couriers.set("mail", mailer({ ...config.mail, words: content.words, linkTo }));
  }
  const pause = (ms: number) => sleep(ms, undefined, { ref: false });
  const outbox = new Outbox({ store, couriers, now, pause, log: tell });
  await outbox.start();
  process.stdout.write(`Exit Desk ready ${address}/\n`);
  const ownerToken = await apiDesk.accounts.ownerToken();
  if (ownerToken !== null) process.stdout.write(`Owner link: ${base}/console/#owner=${ownerToken}\n`);
  void apiDesk.search.start();

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const closed = web.close(GRACE_MS);
    await desk.human.stop();
    await desk.turns.stop();
    directLine.close();
    deskApi.close();
    await closed;
    await apiDesk.search.stop();
    await rounds.stop();
    await outbox.stop();
    ticketHook?.close();
    await store.close();
    await content.close();
    await socket?.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
}

start().catch((error: unknown) => {
  process.stderr.write(`${refusalOf(error)}\n`);
  process.exit(1);
});
