import type { Desk } from "../../assemble.ts";
import type { Courier } from "../../outbox/delivery.ts";
import type { OutboxParts } from "../../outbox/outbox.ts";
import type { Sends } from "../../outbox/with-sends.ts";
import type { Store } from "../../store/port.ts";
import type { ApiDesk } from "../../web/desk/desk.ts";
import type { Web } from "../../web/server.ts";
import type { Words } from "../../web/widget/words.ts";
import { firstAside } from "./aside.ts";
import { openConnector } from "./open.ts";
import type { ConnectorSettings } from "./settings.ts";
import { makePost } from "./support-channel/post.ts";
import { kind as threadKind, threadSends } from "./support-channel/sends.ts";
import { makeSupportChannel } from "./support-channel/support-channel.ts";
import { noteUndelivered } from "./undelivered.ts";

/** What Teams needs of the desk besides the store. */
export interface TeamsDesk {
  desk: Desk;
  store: Store;
  agents: Pick<ApiDesk, "accounts" | "audit">;
  /** what the guide's places are called */
  names: Words;
  consoleUrl: (ticket: number) => string;
}

/** All of Teams: the talks of people, and the channel in which agents work. */
export interface Teams {
  /** what the store must send with what it stores */
  sends: readonly Sends[];
  /** Serves `POST /api/messages`. Gives who sends outbox entries there, by kind. */
  serve(web: Web, desk: TeamsDesk): ReadonlyMap<string, Courier>;
  /** Tells the desk's people what perhaps did not reach a person; for the outbox, on the store that sends. */
  undelivered(store: Store): NonNullable<OutboxParts["settled"]>;
  /** Forgets a talk that was erased. */
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
export function openTeams(
  settings: ConnectorSettings | null,
  parts: Parameters<typeof openConnector>[1],
): Teams {
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
      connector.serve(web, { store, ...desk, aside: firstAside([support.aside]) });
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
