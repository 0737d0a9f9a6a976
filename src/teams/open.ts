import type { ConversationInbox } from "../bot/inbox.ts";
import type { TeamsConfig } from "../config/teams-config.ts";
import type { Messages } from "../guide/messages.ts";
import type { HttpServer } from "../http/server.ts";
import type { Sender } from "../outbox/delivery.ts";
import type { Sends } from "../outbox/outbox.ts";
import type { Activity } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import type { HumanDesk } from "../tickets/human-desk.ts";
import { routeActivity } from "./activity-router.ts";
import { authenticate, makeConnectorAuth } from "./auth/connector-auth.ts";
import { connectorSender } from "./connector-sender.ts";
import { makeCredentials } from "./credentials.ts";
import { HeldReplies, sendReplies } from "./held-replies.ts";
import { IncomingActivity, type Invoke } from "./incoming-activity.ts";
import { isConnectorConversation, References, TeamsConversations } from "./references.ts";
import { type Called, makeCalls, type SendParts, sendActivity, type Target } from "./send-activity.ts";
import { INVOKE_TIMEOUT_MS } from "./turn.ts";

/** Makes the function that sends a typing indicator: once, best effort. */
const typingIndicator =
  (
    parts: SendParts & {
      references: Pick<References, "find">;
      log: (event: string, about: Record<string, unknown>) => void;
    },
  ) =>
  async (conversation: string): Promise<void> => {
    try {
      const reference = await parts.references.find(conversation);
      if (reference === null) return;
      const { bot, serviceUrl, conversationId } = reference;
      const target = { serviceUrl, conversationId, replaces: null };
      await sendActivity(parts, target, { type: "typing", from: { id: bot.id } });
    } catch (error) {
      parts.log("typing not shown", { talk: conversation, reason: String(error) });
    }
  };

/** Dependencies of the connector's endpoint. */
export interface ConnectorDesk {
  /** store that adds outbox entries to each commit */
  store: Store;
  inbox: ConversationInbox;
  turns: { answered(conversationId: string): Promise<void> };
  human: Pick<HumanDesk, "personTyping" | "watchEphemeral">;
  /** handles activities outside of conversations */
  intercept: Invoke;
}

/** The connector: messages from and to people in Teams and other Bot Framework channels. */
export interface Connector {
  /** outbox entries to add to each commit */
  sends: Sends;
  /** sends outbox entries of the kind "connector" */
  sender: Sender;
  /** Sends an activity once, immediately. Throws NoAccessToken. */
  send(target: Target, activity: Activity): Promise<Called>;
  /** Serves `POST /api/messages`. */
  serve(web: HttpServer, desk: ConnectorDesk): void;
  /** Removes an erased conversation from the caches. */
  forget(conversationId: string): void;
  close(): Promise<void>;
}

/** Opens the connector on a store, without serving it. `trustLoopback` is for tests only. */
export function openConnector(
  settings: TeamsConfig,
  parts: {
    store: Store;
    words: Messages;
    now: () => number;
    log: (event: string, about: Record<string, unknown>) => void;
    /** time for which another process keeps its own deliveries; 0 when no process shares the store */
    leaseMs: number;
    trustLoopback?: boolean;
    /** timeout of the connector's responses, and of the desk's own */
    answerMs?: number;
    timeoutMs?: number;
  },
): Connector {
  const { store, words, now, log, answerMs, timeoutMs = INVOKE_TIMEOUT_MS } = parts;
  const guard = makeConnectorAuth(settings, parts);
  const calls = makeCalls(guard.lookup, answerMs);
  const references = new References(store);
  const held = new HeldReplies(store);
  const conversations = new TeamsConversations({ store, references, now });
  const credentials = makeCredentials(settings, now);
  const out = { references, calls, guard, credentials, now, log, leaseMs: parts.leaseMs };
  const showTyping = typingIndicator(out);
  return {
    sends: sendReplies({ references, held, words }),
    sender: connectorSender(out),
    send: (target, activity) => sendActivity(out, target, activity),
    forget: (conversationId) => conversations.forget(conversationId),
    close: () => calls.close(),
    serve(web, { intercept, human, turns, ...desk }) {
      const context = {
        ...desk,
        conversations,
        references,
        held,
        words,
        showTyping,
        timeoutMs,
        now,
        typingIndicators: human,
        answered: (conversation: string): Promise<void> => turns.answered(conversation),
      };
      const posts = web.counts.buckets("connectorPosts", web.settings.limits.postsPerConversation);
      human.watchEphemeral((conversation, { type }) => {
        if (type === "typing" && isConnectorConversation(conversation)) void showTyping(conversation);
      });
      web.postOften("/api/messages", async (req) => {
        const admitted = await authenticate(req, guard);
        if ("refused" in admitted) return admitted;
        const arrived = IncomingActivity.safeParse(admitted.activity);
        if (!arrived.success) return { refused: "bad-activity" };
        const retryAfter = posts.take(arrived.data.conversation.id);
        if (retryAfter > 0) return { refused: "too-fast", retryAfter };
        const message = { activity: arrived.data, tenantId: admitted.claims.tenantId };
        return routeActivity(context, intercept, message);
      });
    },
  };
}
