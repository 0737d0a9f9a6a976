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
 * The app as whose tab Teams signs agents in, known by where people reach the desk; null without an app id, and for a
 * bot of many tenants, because no one tenant vouches for its agents.
 */
export function tabApp({
  connector,
  publicUrl,
}: Pick<Config, "connector" | "publicUrl">): MicrosoftApp | null {
  if (connector === null || connector.tenantId === null) return null;
  const { appId, authority, tenantId } = connector;
  return { appId, authority, tenantId, host: publicUrl === null ? null : new URL(publicUrl).host };
}

/** What Teams needs of the desk besides the store. */
interface TeamsDesk {
  desk: Omit<ConnectorDesk, "store" | "aside" | "human"> & { human: HumanDesk };
  store: Store;
  agents: Pick<ApiDesk, "accounts" | "audit">;
  /** what the guide's places are called */
  names: Record<string, string>;
  consoleUrl: (ticket: number) => string;
}

/** All of Teams: the conversations of people, and the channel in which agents work. */
interface Teams {
  /** what the store must send with what it stores */
  sends: readonly Sends[];
  /** Serves `POST /api/messages`. Gives who sends outbox entries there, by kind. */
  serve(web: HttpServer, desk: TeamsDesk): ReadonlyMap<string, Sender>;
  /** Tells the desk's people what perhaps did not reach a person; for the outbox, on the store that sends. */
  undelivered(store: Store): NonNullable<OutboxParts["settled"]>;
  /** Forgets a conversation that was erased. */
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

/** Opens it on a store, for an app of Microsoft's Bot Framework. Without settings nothing is served, and nothing else changes. */
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
      connector.serve(web, { store, ...desk, aside: firstInvoke([support.aside]) });
      return new Map([
        ["connector", connector.courier],
        [threadKind, support.courier],
      ]);
    },
    undelivered: (store) => noteUndelivered({ store, words: parts.words }),
    forget: connector.forget,
    close: connector.close,
  };
}
