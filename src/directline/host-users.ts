import { createHash, createHmac } from "node:crypto";
import { errors, jwtVerify } from "jose";
import { z } from "zod";
import type { HostKey } from "../config/secret-format.ts";
import type { ProblemResponse } from "../http/problems.ts";
import type { Keys } from "../keys/keys.ts";
import { StateConflict } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import type { Bearer } from "./token.ts";

/** Normalizes a foreign id (Unicode NFC), because devices may compose the same letter differently. */
export const normalizeId = (id: string): string => id.normalize("NFC");

/** Records the use of a name across processes and restarts; true for the first use. */
type SingleUse = (name: string, untilSeconds: number) => Promise<boolean>;

export const UsedVouchers = z.object({ hour: z.number(), used: z.array(z.string()) });

/** Number of hourly pages that are kept; a page is reused for a later hour. */
const pages = 50;

/** Maximum time in seconds for which a name can be remembered. */
const longestAhead = (pages - 2) * 3600;

/** Makes the single-use check. It stores hashes of used names until they expire. */
const makeSingleUse = (store: Pick<Store, "readState" | "writeState">): SingleUse =>
  async function first(name, untilSeconds): Promise<boolean> {
    const hash = createHash("sha256").update(name).digest("base64url").slice(0, 22);
    const hour = Math.floor(untilSeconds / 3600);
    const key = `desk/single-use/${hour % pages}/${hash[0]}`;
    const stored = (await store.readState([key])).get(key);
    const page = stored === undefined ? null : UsedVouchers.parse(stored.value);
    const used = page?.hour === hour ? page.used : [];
    if (used.includes(hash)) return false;
    try {
      await store.writeState([{ key, value: { hour, used: [...used, hash] }, eTag: stored?.eTag ?? null }]);
      return true;
    } catch (error) {
      if (error instanceof StateConflict) return first(name, untilSeconds);
      throw error;
    }
  };

/** Users of the host page. */
export interface HostUsers {
  /**
   * Returns the conversation of a user by a token that the host page signed; `audience` is the desk's origin.
   */
  vouched(
    token: string,
    audience: string,
  ): Promise<(Bearer & { until: Date; givenAt: Date | null }) | ProblemResponse>;
  /** Returns the conversation and time of a sign-out, by a token that the host page signed. */
  signedOut(token: string, audience: string): Promise<{ conversation: string; at: Date } | ProblemResponse>;
  /** Returns the conversation that follows an erased one. */
  after(erased: Bearer): Promise<Bearer>;
}

/**
 * Claims of a host page's user token. The id makes it single-use; `signedOut` ends access instead of granting
 * it.
 */
const Voucher = z.object({
  sub: z.string().min(1).max(200).transform(normalizeId),
  exp: z.number(),
  iat: z.number().optional(),
  jti: z.string().min(8).max(200),
  signedOut: z.boolean().default(false),
});
type Voucher = z.infer<typeof Voucher>;

/**
 * Opens the users of the host page. User ids and conversation ids are derived from the host's id and a secret of the
 * store. They are the same on every device, and the host's id itself is not stored.
 */
export function openHostUsers(
  store: Pick<Store, "conversation" | "readState" | "writeState">,
  { key, algorithm }: HostKey,
  keys: Pick<Keys, "secrets">,
  now: () => number,
): HostUsers {
  const isFirst = makeSingleUse(store);
  const named = (secret: string, ...parts: string[]): string =>
    createHmac("sha256", secret).update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
  const rootOf = (secret: string): string => named(secret, "root").slice(0, 8);

  const read = async (token: string, audience: string): Promise<Voucher | null> => {
    try {
      const verified = await jwtVerify(token, key, {
        algorithms: [algorithm],
        audience,
        currentDate: new Date(now()),
      });
      const voucher = Voucher.parse(verified.payload);
      return voucher.exp - now() / 1000 > longestAhead ? null : voucher;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
      throw error;
    }
  };
  /** Verifies a token and consumes it. */
  const consume = async (token: string, audience: string, signedOut: boolean): Promise<Voucher | null> => {
    const voucher = await read(token, audience);
    if (voucher?.signedOut !== signedOut) return null;
    return (await isFirst(voucher.jti, voucher.exp)) ? voucher : null;
  };
  /** Returns the first conversation in the chain that was not erased. */
  const currentConversation = async (secret: string, conversation: string): Promise<string> => {
    for (let next = conversation; ; next = named(secret, "after", next))
      if ((await store.conversation(next)) !== "erased") return next;
  };
  /** Returns the secret under which the user has a conversation already, else the current one. */
  const secretFor = async (sub: string): Promise<string> => {
    const [first = "", ...older] = keys.secrets("host-users");
    if (older.length === 0) return first;
    for (const secret of [first, ...older])
      if ((await store.conversation(named(secret, "talk", sub))) !== undefined) return secret;
    return first;
  };
  return {
    vouched: async (token, audience) => {
      const voucher = await consume(token, audience, false);
      if (voucher === null) return { refused: "bad-user-token" };
      const { sub, iat } = voucher;
      const secret = await secretFor(sub);
      return {
        user: `dl_${named(secret, "user", sub)}`,
        conversation: await currentConversation(secret, named(secret, "talk", sub)),
        root: rootOf(secret),
        host: true,
        word: voucher.exp,
        until: new Date(voucher.exp * 1000),
        givenAt: iat === undefined ? null : new Date(iat * 1000),
      };
    },
    signedOut: async (token, audience) => {
      const voucher = await consume(token, audience, true);
      if (voucher === null) return { refused: "bad-user-token" };
      const { sub, iat = Number.POSITIVE_INFINITY } = voucher;
      const secret = await secretFor(sub);
      const conversation = await currentConversation(secret, named(secret, "talk", sub));
      return { conversation, at: new Date(Math.min(now(), Math.max(0, iat * 1000))) };
    },
    after: async (erased) => {
      const secrets = keys.secrets("host-users");
      const secret = secrets.find((one) => rootOf(one) === erased.root) ?? secrets.at(-1) ?? "";
      return { ...erased, conversation: await currentConversation(secret, erased.conversation) };
    },
  };
}
