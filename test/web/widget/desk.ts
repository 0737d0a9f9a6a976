import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pino from "pino";
import { type AppScope, createApp, loadAppContent } from "../../../src/app.ts";
import { hostKey } from "../../../src/config/secret-format.ts";
import { openDeskKeys } from "../../../src/directline/desk-keys.ts";
import { openHostUsers } from "../../../src/directline/host-users.ts";
import { type DirectLine, serveDirectLine } from "../../../src/directline/serve.ts";
import { readMessageFile } from "../../../src/guide/messages.ts";
import { defaultLimits } from "../../../src/http/limits.ts";
import { loadProblemMessages } from "../../../src/http/problems.ts";
import { makeServer } from "../../../src/http/server.ts";
import { makeOrigins } from "../../../src/http/settings.ts";
import { exportMaker } from "../../../src/privacy/conversation-export.ts";
import { dataPath, projectFolder } from "../../../src/runtime/paths.ts";
import { openEmbeddedStore } from "../../../src/store/embedded/open.ts";
import type { Store } from "../../../src/store/store.ts";
import type { RunningHumanDesk } from "../../../src/tickets/service/ticket-service.ts";
import { readBuilt } from "../../../src/web/static-files.ts";
import { servePublicPages } from "../../../src/web/widget/page-routes.ts";
import { serveWidget } from "../../../src/web/widget/routes.ts";

/** A whole desk with the widget, on a port and in a folder of its own. */
export interface TestDesk {
  url: string;
  store: Store;
  human: RunningHumanDesk;
  /** A link into a conversation, as an e-mail carries it. */
  linkTo(conversationId: string, about?: { ticket?: string; mail?: string }): Promise<string>;
  /** Who has access to a conversation. */
  grants: DirectLine["grants"];
  /** conversations for which a new link was asked */
  renewed: string[];
  /** Says something as the desk, unprompted. */
  say(conversationId: string, activity: Record<string, unknown>): Promise<void>;
  /** Closes the sockets of a conversation, as a bad line would. */
  cutSockets(conversationId: string): void;
  erase(conversationId: string): Promise<void>;
  stop(): Promise<void>;
  /** Comes back on the same port with what it kept. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts a desk that `ancestors` may embed. `clock` gives milliseconds since 1970. */
export async function startDesk({
  ancestors = [],
  clock = Date.now,
  port: wantedPort = 0,
  hostUsersKey = "",
  tokenSeconds,
  reach = { announcing: false, mail: false },
}: {
  ancestors?: string[];
  clock?: () => number;
  port?: number;
  /** by which a host page vouches for its users */
  hostUsersKey?: string;
  tokenSeconds?: number;
  reach?: AppScope;
} = {}): Promise<TestDesk> {
  const folder = mkdtempSync(path.join(tmpdir(), "exit-desk-widget-"));
  const log = pino({ level: "silent" });
  const content = await loadAppContent();
  let port = wantedPort;
  let stopNow = async (): Promise<void> => {};
  const desk = { renewed: [] as string[] } as TestDesk;

  desk.start = async () => {
    const now = (): Date => new Date(clock());
    const store = await openEmbeddedStore(folder, { now, log });
    const { inbox, turns, human } = createApp(content, store, now, () => {}, reach);
    const web = makeServer({
      origins: makeOrigins(null, ancestors),
      limits: defaultLimits,
      words: loadProblemMessages(dataPath("phrases", "en", "refusals.json")),
      log,
      now: clock,
    });
    const server = { olderSecret: null };
    const kept = { dataDir: folder, directLineSecret: null, server };
    const keys = await openDeskKeys(kept, true, { store, now, tell: () => undefined });
    const key = hostKey(hostUsersKey);
    const line = serveDirectLine(web, {
      inbox,
      store,
      receipts: human,
      quarantine: human.quarantine,
      keys,
      hostUsers: key && openHostUsers(store, key, keys, clock),
      makeCopy: exportMaker(store, content.words, now),
      sendLink: async ({ conversation }) => {
        desk.renewed.push(conversation);
        return true;
      },
      ...(tokenSeconds && { tokenSeconds }),
    });
    const built = readBuilt(path.join(projectFolder, "dist/widget"));
    serveWidget(web, { built, words: readMessageFile(dataPath("phrases", "en"), "widget"), ancestors });
    servePublicPages(web, {
      folder: path.join(projectFolder, "src/web/widget/page"),
      words: readMessageFile(dataPath("phrases", "en"), "page"),
    });
    human.watchEphemeral(line.pass);
    await turns.recover();
    await human.start();
    port = await web.listen("127.0.0.1", port);
    desk.url = `http://127.0.0.1:${port}`;
    desk.store = store;
    desk.human = human;
    desk.linkTo = (conversation, about) => line.linkTo(desk.url, { conversation, user: "dl_link" }, about);
    desk.grants = line.grants;
    desk.cutSockets = line.end;
    desk.erase = async (id) => {
      await store.eraseConversation(id);
      line.end(id);
    };
    desk.say = async (conversationId, activity) => {
      await store.commitTurn({
        conversationId,
        answers: null,
        at: now().toISOString(),
        replies: [
          {
            audience: "everyone",
            activity: { type: "message", from: { id: "bot", role: "bot" }, ...activity },
          },
        ],
        state: [],
        tickets: [],
        receipts: [],
        ratings: [],
        outbox: [],
      });
    };
    stopNow = async () => {
      const closed = web.close(0);
      line.close();
      keys.close();
      await human.stop();
      await turns.stop();
      await closed;
      await store.close();
    };
  };
  desk.stop = () => stopNow();
  desk.remove = async () => {
    await stopNow().catch(() => {});
    await content.close();
    rmSync(folder, { recursive: true, force: true });
  };
  await desk.start();
  return desk;
}
