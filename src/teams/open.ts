import type { Door } from "../bot/inbox.ts";
import type { ConnectorSettings } from "../config/teams-config.ts";
import type { Phrases } from "../guide/messages.ts";
import type { Web } from "../http/server.ts";
import type { Courier } from "../outbox/delivery.ts";
import type { Sends } from "../outbox/outbox.ts";
import type { Activity } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import type { HumanDesk } from "../tickets/human-desk.ts";
import { hear } from "./activity-router.ts";
import { admit, makeGuard } from "./auth/connector-auth.ts";
import { connectorCourier } from "./connector-sender.ts";
import { makeCredentials } from "./credentials.ts";
import { HeldReplies, sendReplies } from "./held-replies.ts";
import { Arrived, type Aside } from "./incoming-activity.ts";
import { isConnectorTalk, References, Talks } from "./references.ts";
import { type Called, makeCalls, type SendParts, sendActivity, type Target } from "./send-activity.ts";
import { PATIENCE_MS } from "./turn.ts";

/** Shows the person in a talk that somebody is about to answer. It is sent once and may get lost. */
const typingSign =
  (
    parts: SendParts & {
      references: Pick<References, "find">;
      log: (event: string, about: Record<string, unknown>) => void;
    },
  ) =>
  async (talk: string): Promise<void> => {
    try {
      const reference = await parts.references.find(talk);
      if (reference === null) return;
      const { bot, serviceUrl, conversationId } = reference;
      const target = { serviceUrl, conversationId, replaces: null };
      await sendActivity(parts, target, { type: "typing", from: { id: bot.id } });
    } catch (error) {
      parts.log("typing not shown", { talk, reason: String(error) });
    }
  };

/** What the door is put on. */
interface ConnectorDesk {
  /** the one that sends replies with what it stores */
  store: Store;
  door: Door;
  turns: { answered(conversationId: string): Promise<void> };
  human: Pick<HumanDesk, "personTyping" | "watchPassing">;
  /** takes what is not a person's talk */
  aside: Aside;
}

/** The connector: how people in Teams and other channels of the Bot Framework reach the desk, and it them. */
export interface Connector {
  /** what the store must send with what it stores */
  sends: Sends;
  /** sends outbox entries of the kind "connector" */
  courier: Courier;
  /** Sends something once, at once. Throws NoAccessToken. */
  send(target: Target, activity: Activity): Promise<Called>;
  /** Serves `POST /api/messages`. */
  serve(web: Web, desk: ConnectorDesk): void;
  /** Forgets a talk that was erased. */
  forget(conversationId: string): void;
  close(): Promise<void>;
}

/** Opens it on a store; nothing is served yet. `trustLoopback` is for tests alone. */
export function openConnector(
  settings: ConnectorSettings,
  parts: {
    store: Store;
    words: Phrases;
    now: () => number;
    log: (event: string, about: Record<string, unknown>) => void;
    /** for so long another process keeps what it sends to itself; 0 when none shares the store */
    leaseMs: number;
    trustLoopback?: boolean;
    /** how long the connector may take to answer, and how long it waits for ours */
    answerMs?: number;
    patienceMs?: number;
  },
): Connector {
  const { store, words, now, log, answerMs, patienceMs = PATIENCE_MS } = parts;
  const guard = makeGuard(settings, parts);
  const calls = makeCalls(guard.lookup, answerMs);
  const references = new References(store);
  const held = new HeldReplies(store);
  const talks = new Talks({ store, references, now });
  const credentials = makeCredentials(settings, now);
  const out = { references, calls, guard, credentials, now, log, leaseMs: parts.leaseMs };
  const showTyping = typingSign(out);
  return {
    sends: sendReplies({ references, held, words }),
    courier: connectorCourier(out),
    send: (target, activity) => sendActivity(out, target, activity),
    forget: (conversationId) => talks.forget(conversationId),
    close: () => calls.close(),
    serve(web, { aside, human, turns, ...desk }) {
      const hearing = {
        ...desk,
        talks,
        references,
        held,
        words,
        showTyping,
        patienceMs,
        now,
        signs: human,
        answered: (talk: string): Promise<void> => turns.answered(talk),
      };
      const posts = web.counts.buckets("connectorPosts", web.settings.limits.postsPerConversation);
      human.watchPassing((talk, { type }) => {
        if (type === "typing" && isConnectorTalk(talk)) void showTyping(talk);
      });
      web.postOften("/api/messages", async (req) => {
        const admitted = await admit(req, guard);
        if ("refused" in admitted) return admitted;
        const arrived = Arrived.safeParse(admitted.activity);
        if (!arrived.success) return { refused: "bad-activity" };
        const retryAfter = posts.take(arrived.data.conversation.id);
        if (retryAfter > 0) return { refused: "too-fast", retryAfter };
        const heard = { activity: arrived.data, tenantId: admitted.claims.tenantId };
        return hear(hearing, aside, heard);
      });
    },
  };
}
