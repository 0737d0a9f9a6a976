import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConversationInbox } from "../../src/bot/inbox.ts";
import { hostKey } from "../../src/config/secret-format.ts";
import type { TlsFiles } from "../../src/config/server-config.ts";
import type { DirectLineContext } from "../../src/directline/context.ts";
import { openDeskKeys } from "../../src/directline/desk-keys.ts";
import { openHostUsers } from "../../src/directline/host-users.ts";
import { type DirectLine, serveDirectLine } from "../../src/directline/serve.ts";
import { loadMessages } from "../../src/guide/messages.ts";
import type { FreeDisk } from "../../src/http/budgets/free-disk.ts";
import { defaultLimits, type Limits } from "../../src/http/limits.ts";
import { loadProblemMessages } from "../../src/http/problems.ts";
import { type HttpServer, makeServer } from "../../src/http/server.ts";
import { makeOrigins } from "../../src/http/settings.ts";
import type { Keys } from "../../src/keys/keys.ts";
import { exportMaker } from "../../src/privacy/conversation-export.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Activity } from "../../src/store/records.ts";
import type { Store } from "../../src/store/store.ts";
import { start } from "../store/material.ts";

const words = loadProblemMessages("data/phrases/en/refusals.json");

/** A desk whose bot greets and then says back what it hears, over the real store and the real door. */
export interface EchoDesk {
  store: Store;
  keys: Keys;
  web: HttpServer;
  line: DirectLine;
  folder: string;
  port: number;
  url: string;
  domain: string;
  /** who typed, and who has seen how much */
  signs: unknown[];
  /** every line of the log */
  logged: string[];
  stop(): Promise<void>;
}

export interface EchoSettings {
  folder: string;
  port: number;
  /** this machine alone unless said */
  host: string;
  limits: Partial<Limits>;
  now: () => number;
  /** whether there is room for what people write */
  room: Pick<FreeDisk, "allows">;
  allowedOrigins: readonly string[];
  publicUrl: string | null;
  proxies: number;
  tls: TlsFiles | null;
  /** made in the folder unless said */
  secret: string;
  olderSecret: string;
  /** the store is from before each kind of key was apart */
  isOld: boolean;
  store: (real: Store) => Store;
  /** shows somebody who looks on their place in the queue */
  place: (conversationId: string, line: DirectLine) => void;
  /** by which a host page vouches for its users */
  hostUsersKey: string;
  /** sends new links by e-mail */
  sendLink: NonNullable<DirectLineContext["sendLink"]>;
  /** how long the bot takes to answer */
  answerMs: number;
}

/** Commits words of the bot. */
export async function sayAsBot(
  store: Store,
  conversationId: string,
  texts: readonly string[],
  more?: Partial<Activity>,
): Promise<void> {
  await store.commitTurn({
    conversationId,
    answers: null,
    at: new Date().toISOString(),
    replies: texts.map((text) => ({
      audience: "everyone" as const,
      activity: { type: "message", text, from: { id: "bot", role: "bot" }, ...more },
    })),
    state: [],
    tickets: [],
    receipts: [],
    ratings: [],
    outbox: [],
  });
}

/** `answers` holds what the bot is about to say. */
function echoDoor(
  store: Store,
  answerMs: number,
  answers: Set<Promise<void>>,
  over: (conversationId: string) => void,
): ConversationInbox {
  return {
    open: async (start) => {
      const opened = await store.openConversation({ ...start, startedAt: new Date().toISOString() });
      if (opened === "erased") return opened;
      if (opened.created) await sayAsBot(store, start.id, ["welcome"]);
      over(start.id);
      return { created: opened.created };
    },
    post: async (conversationId, activity, keys) => {
      const at = new Date().toISOString();
      const { entry, duplicate } = await store.receive(conversationId, {
        activity: { ...activity, id: randomUUID() },
        keys,
        at,
        needsTurn: false,
      });
      const id = entry.activity.id ?? "";
      if (!duplicate) {
        const answer = sleep(answerMs).then(() =>
          sayAsBot(store, conversationId, [`echo ${activity.text}`], { replyToId: id }),
        );
        answers.add(answer);
        void answer.finally(() => {
          answers.delete(answer);
          over(conversationId);
        });
      }
      return { id, duplicate };
    },
  };
}

export async function openEchoDesk(settings: Partial<EchoSettings> = {}): Promise<EchoDesk> {
  const folder = settings.folder ?? (await mkdtemp(path.join(tmpdir(), "exit-desk-line-")));
  const logged: string[] = [];
  const log = makeLog("debug", { write: (text: string) => void logged.push(text) });
  const real = await openEmbeddedStore(folder, { now: () => new Date(), log });
  const store = settings.store?.(real) ?? real;
  const web = makeServer({
    origins: makeOrigins(settings.publicUrl ?? null, settings.allowedOrigins ?? [], settings.tls != null),
    proxies: settings.proxies ?? 0,
    tls: settings.tls ?? null,
    limits: { ...defaultLimits, ...settings.limits },
    words,
    log,
    now: settings.now ?? Date.now,
    room: settings.room,
  });
  if (settings.isOld) await real.openConversation(start("of-before"));
  const server = { olderSecret: settings.olderSecret ?? null };
  const kept = { dataDir: folder, directLineSecret: settings.secret ?? null, server };
  const tell = (event: string, about: object): void => log.info(about, event);
  const keys = await openDeskKeys(kept, true, {
    store,
    now: () => new Date((settings.now ?? Date.now)()),
    tell,
  });
  const answers = new Set<Promise<void>>();
  const signs: unknown[] = [];
  const key = hostKey(settings.hostUsersKey ?? "");
  const line = serveDirectLine(web, {
    inbox: echoDoor(store, settings.answerMs ?? 2, answers, web.budgets.endTurn),
    store,
    receipts: {
      personTyping: (conversationId) => void signs.push({ typing: conversationId }),
      showPlace: async (conversationId) => settings.place?.(conversationId, line),
      seen: async (conversationId, who, upTo) => void signs.push({ seen: conversationId, who, upTo }),
    },
    keys,
    hostUsers: key ? openHostUsers(store, key, keys, settings.now ?? Date.now) : null,
    sendLink: settings.sendLink ?? null,
    makeCopy: exportMaker(store, loadMessages("data/phrases/en"), () => new Date()),
  });
  const stopCharging = real.watchStored((conversation, bytes) =>
    web.budgets.spend("storedBytes", conversation, bytes),
  );
  const port = await web.listen(settings.host ?? "127.0.0.1", settings.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    const closed = web.close(1000);
    line.close();
    keys.close();
    await closed;
    await Promise.all(answers);
    stopCharging();
    await real.close();
  };
  return { store, keys, web, line, folder, port, url, domain: `${url}/v3/directline`, signs, logged, stop };
}
