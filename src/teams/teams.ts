import type { MicrosoftApp } from "../accounts/microsoft-sign-in.ts";
import type { ApiDesk } from "../api/api-context.ts";
import type { Config } from "../config/config.ts";
import type { TeamsConfig } from "../config/teams-config.ts";
import type { HttpServer } from "../http/server.ts";
import type { Sender } from "../outbox/delivery.ts";
import type { OutboxParts, Sends } from "../outbox/outbox.ts";
import type { Store } from "../store/store.ts";
import type { HumanDesk } from "../tickets/human-desk.ts";
import { noteUndelivered } from "./connector-sender.ts";
import { firstInvoke } from "./incoming-activity.ts";
import { type ConnectorDesk, openConnector } from "./open.ts";
import { makeSupportChannel } from "./support-channel/support-channel.ts";
import { THREAD_SEND_KIND as threadKind, threadSends } from "./support-channel/thread-sender.ts";
import { makePost } from "./support-channel/ticket-post.ts";

/**
 * Returns the app for sign-in from the Teams tab. Returns null without an app id, and for a multi-tenant bot, because no
 * single tenant vouches for its agents.
 */
export function tabApp({
  connector,
  publicUrl,
}: Pick<Config, "connector" | "publicUrl">): MicrosoftApp | null {
  if (connector === null || connector.tenantId === null) return null;
  const { appId, authority, tenantId } = connector;
  return { appId, authority, tenantId, host: publicUrl === null ? null : new URL(publicUrl).host };
}

/** Dependencies of Teams besides the store. */
interface TeamsDesk {
  desk: Omit<ConnectorDesk, "store" | "intercept" | "human"> & { human: HumanDesk };
  store: Store;
  agents: Pick<ApiDesk, "accounts" | "audit">;
  /** display names of the guide's places */
  names: Record<string, string>;
  consoleUrl: (ticket: number) => string;
}

/** The Teams channel: conversations of people, and the support channel of agents. */
interface Teams {
  /** outbox entries to add to each commit */
  sends: readonly Sends[];
  /** Serves `POST /api/messages`. Returns the senders of outbox entries by kind. */
  serve(web: HttpServer, desk: TeamsDesk): ReadonlyMap<string, Sender>;
  /** Makes the handler that notes undelivered messages for agents. */
  undelivered(store: Store): NonNullable<OutboxParts["settled"]>;
  /** Removes an erased conversation from the caches. */
  forget(conversationId: string): void;
  close(): Promise<void>;
}

const noTeams: Teams = {
  sends: [],
  serve: () => new Map(),
  undelivered: () => async () => undefined,
  forget: () => undefined,
  close: async () => undefined,
};

/** Opens Teams on a store. Without settings it does nothing. */
export function openTeams(settings: TeamsConfig | null, parts: Parameters<typeof openConnector>[1]): Teams {
  if (settings === null) return noTeams;
  const connector = openConnector(settings, parts);
  return {
    sends: [connector.sends, threadSends(parts.store)],
    serve: (web, { desk, store, agents, names, consoleUrl }) => {
      const support = makeSupportChannel({
        ...agents,
        ...parts,
        store,
        human: desk.human,
        names,
        consoleUrl,
        post: makePost(connector.send, parts.now),
      });
      connector.serve(web, { store, ...desk, intercept: firstInvoke([support.intercept]) });
      return new Map([
        ["connector", connector.sender],
        [threadKind, support.sender],
      ]);
    },
    undelivered: (store) => noteUndelivered({ store, words: parts.words }),
    forget: connector.forget,
    close: connector.close,
  };
}
