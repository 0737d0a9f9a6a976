import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { z } from "zod";
import { ReadingRules, SignInRules } from "../../src/accounts/account.ts";
import type { MicrosoftSignIn } from "../../src/accounts/microsoft-sign-in.ts";
import type { ApiDesk } from "../../src/api/api-context.ts";
import type { Endpoint } from "../../src/api/endpoint.ts";
import { makeApiDesk } from "../../src/api/make-api.ts";
import type { Role } from "../../src/api/schemas/accounts.ts";
import { allEndpoints, serveDeskApi } from "../../src/api/serve.ts";
import type { OidcConfig } from "../../src/config/oidc-config.ts";
import { openGrants } from "../../src/directline/grants/grants.ts";
import { loadGuide } from "../../src/guide/guide.ts";
import { loadMessages } from "../../src/guide/messages.ts";
import { defaultLimits, type Limits } from "../../src/http/limits.ts";
import { loadProblemMessages } from "../../src/http/problems.ts";
import { type HttpServer, makeServer } from "../../src/http/server.ts";
import { makeOrigins } from "../../src/http/settings.ts";
import { addressUse } from "../../src/nlu/email/addresses.ts";
import { loadLexicon } from "../../src/nlu/lexicon.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Store } from "../../src/store/store.ts";
import type { Ticket } from "../../src/store/ticket.ts";
import { makeHumanDesk, type RunningHumanDesk } from "../../src/tickets/service/ticket-service.ts";
import { loadSettings, Retention } from "../../src/tickets/settings.ts";
import { makeSuspectAddresses } from "../../src/tickets/suspect-addresses.ts";
import { serveProvider } from "../../src/web/console/provider-routes.ts";
import { keysOn } from "../keys/keys-on.ts";
import { message, start, ticket, turn } from "../store/material.ts";
import { Browser } from "./browser.ts";

export const password = "correct horse battery";

/** The desk's API on a real store and a real server, without the bot. */
export interface TestApi {
  url: string;
  port: number;
  web: HttpServer;
  store: Store;
  human: RunningHumanDesk;
  desk: ApiDesk;
  calls: Endpoint[];
  logged: string[];
  /** the conversations that were erased */
  gone: string[];
  /** Moves the clock on. */
  wait(ms: number): void;
  /** A browser in which nobody is signed in. */
  browser(): Browser;
  /** Somebody who has joined and is signed in; their address is `<name>@desk.example`. */
  join(name: string, role: Role, teams?: string[]): Promise<Browser>;
  /** A person's talk with these messages, and a ticket of it. */
  openTicket(number: number, over?: Partial<Ticket>, texts?: string[]): Promise<Ticket>;
  stop(): Promise<void>;
}

interface Settings {
  limits: Partial<Limits>;
  /** how many the requests come through */
  proxies: number;
  publicUrl: string;
  allowedOrigins: string[];
  microsoft: MicrosoftSignIn;
  /** instead of one in a folder of its own; closed with the API */
  store: Store;
  oidc: OidcConfig;
  rules: z.input<typeof SignInRules>;
  reading: z.input<typeof ReadingRules>;
}

export const teams = [
  { id: "billing", title: "Billing" },
  { id: "accounts", title: "Accounts" },
];

/** Opens the API; `password` is everybody's. */
export async function openApi(settings: Partial<Settings> = {}): Promise<TestApi> {
  const folder = await mkdtemp(path.join(tmpdir(), "exit-desk-api-"));
  const logged: string[] = [];
  const gone: string[] = [];
  const log = makeLog("debug", { write: (text: string) => void logged.push(text) });
  let ahead = 0;
  const now = (): Date => new Date(Date.now() + ahead);
  const store = settings.store ?? (await openEmbeddedStore(folder, { now, log }));
  const human = makeHumanDesk({
    store,
    words: loadMessages("data/phrases/en"),
    settings: { ...loadSettings("data/desk.json"), teams },
    now,
    enqueue: () => undefined,
    log: (event, about) => log.info(about, event),
  });
  const words = await loadLexicon("data/utterances/en");
  const publicUrl = settings.publicUrl ?? null;
  const web = makeServer({
    origins: makeOrigins(publicUrl, settings.allowedOrigins ?? []),
    limits: { ...defaultLimits, ...settings.limits },
    proxies: settings.proxies ?? 0,
    words: loadProblemMessages("data/phrases/en/refusals.json"),
    log,
    now: () => now().getTime(),
  });
  const keys = await keysOn(store, { now });
  const grants = openGrants(store, now, () => undefined);
  const desk = makeApiDesk({
    store,
    grants,
    human,
    suspects: makeSuspectAddresses({
      store,
      classifyMention: (text, address) => addressUse(text, address, words),
    }),
    guide: await loadGuide("data/guide/en"),
    teams,
    repliesFile: "data/canned/en.json",
    keys,
    publicUrl,
    microsoft: settings.microsoft ?? null,
    oidc: settings.oidc ?? null,
    rules: SignInRules.parse(settings.rules ?? {}),
    reading: ReadingRules.parse(settings.reading ?? {}),
    retention: Retention.parse({}),
    onErased: (conversationId) => void gone.push(conversationId),
    now,
    log,
  });
  const served = serveDeskApi(web, desk);
  if (desk.provider) serveProvider(web, desk, desk.provider);
  await desk.search.start();
  const port = await web.listen("127.0.0.1", 0);
  const url = `http://127.0.0.1:${port}`;
  const browser = (): Browser => new Browser(url);

  return {
    url,
    port,
    web,
    store,
    human,
    desk,
    calls: allEndpoints(web, desk),
    logged,
    gone,
    wait: (ms) => {
      ahead += ms;
    },
    browser,
    join: async (name, role, teams = []) => {
      const email = `${name.toLowerCase()}@desk.example`;
      const joining = browser();
      const ownerToken = await desk.accounts.ownerToken();
      if (ownerToken !== null && role === "owner") {
        await joining.post("/owner", { token: ownerToken, email, password, name });
      } else {
        const { people } = await desk.accounts.people();
        const inviter = people.find((one) => one.role === "owner");
        if (inviter === undefined) throw new Error("an owner has to join first");
        const token = await desk.accounts.invite(inviter, { email, name, role, teams });
        if (typeof token !== "string") throw new Error(`${name} was not invited: ${token.refused}`);
        await joining.post("/account", { token, password, name });
      }
      await joining.look();
      return joining;
    },
    openTicket: async (number, over = {}, texts = ["hello, I want out"]) => {
      const conversationId = over.conversationId ?? `talk-${number}`;
      const at = now().toISOString();
      await store.openConversation(start(conversationId, { startedAt: at }));
      for (const text of texts)
        await store.receive(conversationId, { activity: message(text), keys: [], at, needsTurn: false });
      const opened = ticket(number, conversationId, {
        openedAt: at,
        consentAt: at,
        state: { kind: "queued", since: at },
        ...over,
      });
      await store.commitTurn(turn(conversationId, null, { at, tickets: [opened] }));
      return opened;
    },
    stop: async () => {
      const closed = web.close(1000);
      served.close();
      await closed;
      await desk.search.stop();
      await human.stop();
      grants.close();
      keys.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
