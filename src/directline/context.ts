import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { ConversationInbox } from "../bot/inbox.ts";
import { countedAs, originOf } from "../http/client-address.ts";
import type { ProblemResponse } from "../http/problems.ts";
import type { HttpServer } from "../http/server.ts";
import type { KeptKey } from "../keys/key-set.ts";
import type { Activity, Conversation } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import type { HumanDesk, Quarantine } from "../tickets/human-desk.ts";
import type { AgentIds } from "./desk-keys.ts";
import type { GrantBook } from "./grants/grants.ts";
import { networkHash } from "./grants/network.ts";
import type { HostUsers } from "./host-users.ts";
import type { Exemption, RateLimits } from "./rate-limits.ts";
import type { Sockets } from "./sockets.ts";
import type { Bearer, Claims, Tokens } from "./token.ts";

type Known = Pick<DirectLineContext, "web" | "store" | "grants" | "rateLimits">;

/** number of log entries before a person first writes */
export const welcome = 4;

/**
 * Returns the exemption before a lookup: known only when the host page vouches. A full lookup happens only before a
 * refusal.
 */
const exemptionAtFirst = ({ host }: Pick<Claims, "host">): Exemption => ({
  began: null,
  known: host === true,
});

/**
 * Looks up the exemption of a speaker. Known are host users, visitors by an e-mailed link, and people whom an agent has
 * answered. A conversation with messages counts as active since it began.
 */
async function exemptionOf(line: Known, claims: Claims): Promise<Exemption> {
  const { conversation: id } = claims;
  const conversation = await line.store.conversation(id);
  if (conversation === undefined || conversation === "erased") return exemptionAtFirst(claims);
  const grant = await line.grants.find(claims);
  const known =
    claims.host === true ||
    conversation.agent !== null ||
    grant?.kind === "mail-link" ||
    grant?.from != null ||
    (await line.store.ticketsOf(id)).some(({ firstClaimedAt }) => firstClaimedAt !== null);
  return { known, began: conversation.lastSeq > welcome ? Date.parse(conversation.startedAt) : null };
}

/** Returns a refusal when a new conversation exceeds the budgets, or null. */
export async function admitOpening(
  { web }: Pick<DirectLineContext, "web">,
  claims: Pick<Claims, "conversation" | "host">,
  req: IncomingMessage,
): Promise<ProblemResponse | null> {
  const from = originOf(req);
  if (from === null) return null;
  return web.budgets.admit("open", { conversation: claims.conversation, from, ...exemptionAtFirst(claims) });
}

/**
 * Returns a refusal when a message exceeds the limits, or null. Looks up the exemption before it refuses, so that known
 * people and older conversations are not crowded out.
 */
export async function admitPost(
  line: Known,
  claims: Claims,
  req: IncomingMessage,
): Promise<ProblemResponse | null> {
  const from = originOf(req);
  if (from === null) return line.rateLimits.post(claims, null);
  const { conversation } = claims;
  const { budgets } = line.web;
  const attempt = (exemption: Exemption): ProblemResponse | null =>
    line.rateLimits.post(claims, from.network, exemption) ??
    budgets.admit("speak", { conversation, from, began: exemption.began, known: exemption.known });
  const before = budgets.spender(conversation) ?? exemptionAtFirst(claims);
  const refused = attempt(before);
  if (refused === null) return null;
  const exemption = await exemptionOf(line, claims);
  const isBetter = exemption.known !== before.known || exemption.began !== before.began;
  return isBetter ? attempt(exemption) : refused;
}

/** Makes an ephemeral activity, such as typing, as clients see it: with an id of its own. */
export const ephemeral = (
  { from = { id: "bot", role: "bot" }, ...activity }: Activity,
  conversationId: string,
  now: number,
): Activity & { id: string } => ({
  ...activity,
  id: randomUUID(),
  timestamp: new Date(now).toISOString(),
  channelId: "directline",
  conversation: { id: conversationId },
  from,
});

/** Receivers of typing indicators, read receipts and the presence of a reader. */
export type Receipts = Pick<HumanDesk, "personTyping" | "seen" | "showPlace">;

/**
 * Read receipt `{type: "event", name: "desk.read", value: {upTo}}`: the person has read up to this watermark.
 */
const Read = z.object({
  type: z.literal("event"),
  name: z.literal("desk.read"),
  value: z.object({ upTo: z.coerce.number().int().positive() }),
});

/**
 * Handles typing indicators and read receipts, which are not stored. Returns the id of the activity, or null for
 * other activities.
 */
export async function acceptReceipt(
  line: DirectLineContext,
  claims: Claims,
  activity: Activity,
): Promise<string | null> {
  const { conversation, user } = claims;
  if (activity.type === "typing") {
    const typing = { type: "typing", from: { id: user, role: "user" } };
    const passed = ephemeral(typing, conversation, line.web.settings.now());
    line.sockets.pass(conversation, JSON.stringify(passed));
    line.receipts?.personTyping(conversation);
    return passed.id;
  }
  if (activity.type !== "event") return null;
  const read = Read.safeParse(activity);
  if (!read.success) return null;
  const known = await line.store.conversation(conversation);
  if (typeof known === "object")
    await line.receipts?.seen(conversation, "person", Math.min(read.data.value.upTo, known.lastSeq));
  return randomUUID();
}

/** Dependencies of the Direct Line endpoints. */
export interface DirectLineContext {
  web: HttpServer;
  inbox: ConversationInbox;
  store: Pick<Store, "conversation" | "readLogTexts" | "ticketsOf">;
  receipts: Receipts | null;
  tokens: Tokens;
  grants: GrantBook;
  /** key that hashes networks; null: networks are not recorded */
  networkKey: KeptKey | null;
  quarantine: Pick<Quarantine, "challenge" | "prove"> | null;
  isSecret(given: string): boolean;
  /** null: there are no host users */
  hostUsers: HostUsers | null;
  /**
   * Sends a new link to the address of the link's ticket; false: there is no such ticket or address. Null:
   * e-mail is off.
   */
  sendLink: ((link: Claims, about: string | null) => Promise<boolean>) | null;
  rateLimits: RateLimits;
  agentIds: AgentIds;
  sockets: Sockets;
  /** cache of conversations that exist */
  begun: Set<string>;
}

const remembered = 10_000;

export const channel = "directline";

/** Opens the conversation of a token unless it exists, and returns its last sequence number. */
export async function openConversation(
  line: DirectLineContext,
  claims: Claims,
  req: IncomingMessage,
): Promise<Pick<Conversation, "lastSeq"> | ProblemResponse> {
  const { conversation, user } = claims;
  const known = await line.store.conversation(conversation);
  if (known === "erased") return { refused: "gone" };
  if (known === undefined || known.lastSeq === 0) {
    const refused = await admitOpening(line, claims, req);
    if (refused !== null) return refused;
    line.web.budgets.reserveTurn(conversation);
    const opened = await line.inbox.open({ id: conversation, channel, userId: user, locale: "en" });
    if (opened === "erased") return { refused: "gone" };
    await recordDevice(line, claims, req);
  }
  remember(line.begun, conversation);
  return known ?? { lastSeq: 0 };
}

/** Opens the conversation of a token unless it exists. Returns a refusal or null. */
export async function ensureOpen(
  line: DirectLineContext,
  claims: Claims,
  req: IncomingMessage,
): Promise<ProblemResponse | null> {
  const found = await openConversation(line, claims, req);
  return "refused" in found ? found : null;
}

const longestDevice = 300;

/** Returns the `User-Agent` of a request, truncated. */
export const deviceOf = ({ headers }: IncomingMessage): string =>
  (headers["user-agent"] ?? "").slice(0, longestDevice);

/** Records the device that uses a token. */
export const recordDevice = (line: DirectLineContext, bearer: Bearer, req: IncomingMessage): Promise<void> =>
  line.grants.enter(bearer, bearer.integration ? "integration" : "browser", deviceOf(req), async () => {
    const network = countedAs(req);
    return network === null || line.networkKey === null
      ? null
      : networkHash(await line.networkKey(), network);
  });

function remember(begun: Set<string>, conversation: string): void {
  if (begun.size >= remembered) begun.clear();
  begun.add(conversation);
}

/**
 * Opens the conversation before a write. Skips the lookup for known conversations, because the write itself
 * refuses erased ones.
 */
export const ensureWritable = async (
  line: DirectLineContext,
  claims: Claims,
  req: IncomingMessage,
): Promise<ProblemResponse | null> =>
  line.begun.has(claims.conversation) ? null : ensureOpen(line, claims, req);
