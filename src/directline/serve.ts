import { createHash } from "node:crypto";
import type { ConversationInbox } from "../bot/inbox.ts";
import { addressOf, networkOf } from "../http/client-address.ts";
import { bearerOf, makeSecretCheck } from "../http/route.ts";
import type { HttpServer } from "../http/server.ts";
import type { Take } from "../http/upgrades.ts";
import type { Keys } from "../keys/keys.ts";
import { aboutError } from "../runtime/log.ts";
import type { Activity } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { postActivity, readActivities, refuseUpload } from "./activities.ts";
import { mayShow } from "./authorization.ts";
import { type DirectLineContext, ephemeral, openConversation, type Receipts, welcome } from "./context.ts";
import {
  exportOfConversation,
  type MakeExport,
  rejoinConversation,
  startConversation,
} from "./conversations.ts";
import { makeAgentIds } from "./desk-keys.ts";
import { endDevices, listDevices } from "./devices.ts";
import { lookAtLink, renewLink } from "./email-link.ts";
import { type GrantBook, newGrantId, openGrants } from "./grants/grants.ts";
import { networkKey } from "./grants/network.ts";
import type { HostUsers } from "./host-users.ts";
import { readWatermark } from "./log-page.ts";
import { giveChallenge, takeProof } from "./proof-of-work.ts";
import { makeRateLimits } from "./rate-limits.ts";
import { makeSockets } from "./sockets.ts";
import { makeTokens } from "./token.ts";
import { endHostUser, generateToken, refreshToken, widgetToken } from "./token-endpoints.ts";

/** Upgrade path `/conversations/:id/stream?watermark=&t=`. */
const streamPath = /^\/v3\/directline\/conversations\/([\w-]{1,100})\/stream$/;

/** Opens the stream of a conversation for the bearer of its token. */
const openStream =
  (line: DirectLineContext): Take =>
  async (req, socket, head, match) => {
    const query = new URL(req.url ?? "/", "http://desk").searchParams;
    const token = query.get("t") ?? bearerOf(req);
    if (token === null) return { refused: "no-token" };
    const claims = await line.tokens.readStream(token);
    if (claims === null || claims.conversation !== match[1] || !mayShow(claims, req))
      return { refused: "not-yours" };
    if (!(await line.grants.holds(claims))) return { refused: "not-yours" };
    const conversation = await openConversation(line, claims, req);
    if ("refused" in conversation) return conversation;
    const after = await withinLog(line, claims.conversation, readWatermark(query.get("watermark")));
    const address = networkOf(addressOf(req));
    if (!line.sockets.hasRoom(claims.conversation, address))
      return { refused: "too-many-sockets", retryAfter: 10 };
    const runs = conversation.lastSeq > welcome;
    if (runs && !line.web.connections.keep(socket, "conversation"))
      return { refused: "too-many-sockets", retryAfter: 10 };
    line.sockets.add(req, socket, head, {
      conversationId: claims.conversation,
      grant: claims.grant ?? "",
      address,
      after,
      runs,
    });
    line.receipts?.showPlace(claims.conversation).catch((error: unknown) => {
      line.web.settings.log.error(
        { conversation: claims.conversation, ...aboutError(error) },
        "place not shown",
      );
    });
    return null;
  };

/** Bounds a watermark by the end of the log. */
async function withinLog(
  { store }: DirectLineContext,
  conversationId: string,
  watermark: number,
): Promise<number> {
  if (watermark === 0) return 0;
  const known = await store.conversation(conversationId);
  return known === undefined || known === "erased" ? 0 : Math.min(watermark, known.lastSeq);
}

/** The running Direct Line channel. */
export interface DirectLine {
  /** Sends an ephemeral activity, such as typing, to the readers of a conversation. */
  pass(conversationId: string, activity: Activity): void;
  /**
   * Makes a single-use link that opens a conversation in the widget's page, valid for 30 days. `about.ticket` is the
   * ticket's name. `about.mail` is the e-mail's id; retries of the same e-mail get the same link.
   */
  linkTo(
    base: string,
    conversation: { conversation: string; user: string },
    about?: { ticket?: string | null; mail?: string },
  ): Promise<string>;
  /** grants of conversations */
  grants: Pick<GrantBook, "list" | "end">;
  /** Closes the sockets of an erased conversation; its readers then get 404. */
  end(conversationId: string): void;
  /** Closes all sockets with 1012, so that clients reconnect with their watermark. */
  close(): void;
}

const linkId = (mail: string): string => createHash("sha256").update(mail).digest("base64url").slice(0, 16);

/** Serves Direct Line 3.0 and the endpoints of the widget. */
export function serveDirectLine(
  web: HttpServer,
  desk: {
    inbox: ConversationInbox;
    store: Pick<
      Store,
      | "conversation"
      | "readLogTexts"
      | "ticketsOf"
      | "watch"
      | "readState"
      | "stateTags"
      | "writeState"
      | "pass"
      | "hear"
    >;
    /** absent: e-mail is off */
    sendLink?: DirectLineContext["sendLink"];
    /** receives typing indicators and read receipts */
    receipts?: Receipts;
    keys: Keys;
    /** absent: there are no host users */
    hostUsers?: HostUsers | null;
    /** absent: no proof of work is required */
    quarantine?: DirectLineContext["quarantine"];
    /** absent: conversations cannot be exported */
    makeCopy?: MakeExport;
    tokenSeconds?: number;
  },
): DirectLine {
  const { limits, now } = web.settings;
  const agentIds = makeAgentIds(desk.keys);
  const sockets = makeSockets(
    { store: desk.store, agentIds },
    web.settings,
    web.connections,
    web.budgets.memory,
  );
  const grants = openGrants(
    desk.store,
    () => new Date(now()),
    (conversation, ids) => sockets.end(1008, conversation, ids),
  );
  const line: DirectLineContext = {
    web,
    inbox: desk.inbox,
    store: desk.store,
    receipts: desk.receipts ?? null,
    tokens: makeTokens(desk.keys, now, desk.tokenSeconds),
    grants,
    networkKey: networkKey(desk.store, () => new Date(now())),
    quarantine: desk.quarantine ?? null,
    sendLink: desk.sendLink ?? null,
    begun: new Set(),
    isSecret: (given) => makeSecretCheck(desk.keys.secrets("direct-line"))(given),
    hostUsers: desk.hostUsers ?? null,
    rateLimits: makeRateLimits(limits, web.counts),
    agentIds,
    sockets,
  };
  const stopWatchingKeys = desk.keys.watch((voided) => {
    if (voided.includes("conversations")) sockets.end(1008);
  });
  const root = "/v3/directline";
  web.postOften("/widget/token", widgetToken(line));
  web.post("/widget/signed-out", endHostUser(line));
  web.get("/widget/devices", listDevices(line));
  web.post("/widget/devices/end", endDevices(line));
  web.post("/widget/link", lookAtLink(line));
  web.post("/widget/link/renew", renewLink(line));
  web.post(`${root}/tokens/generate`, generateToken(line));
  web.post(`${root}/tokens/refresh`, refreshToken(line));
  web.postOften(`${root}/conversations`, startConversation(line));
  web.get(`${root}/conversations/:id`, rejoinConversation(line));
  web.get(`${root}/conversations/:id/activities`, readActivities(line));
  web.postOften(`${root}/conversations/:id/activities`, postActivity(line));
  web.post(`${root}/conversations/:id/upload`, refuseUpload(line));
  web.get(`${root}/conversations/:id/challenge`, giveChallenge(line));
  web.post(`${root}/conversations/:id/challenge`, takeProof(line));
  if (desk.makeCopy) web.get("/widget/copy/:id", exportOfConversation(line, desk.makeCopy));
  web.upgrades.on(streamPath, openStream(line));
  return {
    pass: (conversationId, activity) =>
      sockets.pass(
        conversationId,
        JSON.stringify(ephemeral(agentIds.pseudonymize(activity, conversationId), conversationId, now())),
      ),
    linkTo: async (base, conversation, { ticket = null, mail } = {}) => {
      const id = mail === undefined ? newGrantId() : linkId(mail);
      const grant = await grants.makeLink(conversation.conversation, ticket, id);
      return `${base}/widget/frame?chat#mode=open&link=${line.tokens.issue({ ...conversation, grant: grant.id }, "link")}`;
    },
    grants,
    end: (conversationId) => sockets.end(1000, conversationId),
    close: () => {
      stopWatchingKeys();
      grants.close();
      sockets.close();
    },
  };
}
