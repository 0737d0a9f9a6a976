import { createHash, createHmac } from "node:crypto";
import { errors, jwtVerify } from "jose";
import { z } from "zod";
import type { HostKey } from "../config/secret-format.ts";
import type { ProblemResponse } from "../http/problems.ts";
import type { Keys } from "../keys/keys.ts";
import { StateConflict } from "../store/errors.ts";
import type { Store } from "../store/store.ts";
import type { Bearer } from "./token.ts";

/** An id of somebody else as it is compared: devices write the same letter in one sign or in two (Unicode NFC). */
export const normalizeId = (id: string): string => id.normalize("NFC");

/** Says once of each name, over all processes and restarts, that it is used now; true the first time. */
type SingleUse = (name: string, untilSeconds: number) => Promise<boolean>;

export const UsedVouchers = z.object({ hour: z.number(), used: z.array(z.string()) });

/** A page takes the names of one hour, and of another hour when that is over: so many hours are kept. */
const pages = 50;

/** The longest time ahead, in seconds, that a name can be kept for. */
const longestAhead = (pages - 2) * 3600;

/** Keeps in the store which names were used, as hashes, each until its time is over. */
const makeSingleUse = (store: Pick<Store, "readState" | "writeState">): SingleUse =>
  async function first(name, untilSeconds): Promise<boolean> {
    const hash = createHash("sha256").update(name).digest("base64url").slice(0, 22);
    const hour = Math.floor(untilSeconds / 3600);
    const key = `desk/single-use/${hour % pages}/${hash[0]}`;
    const kept = (await store.readState([key])).get(key);
    const page = kept === undefined ? null : UsedVouchers.parse(kept.value);
    const used = page?.hour === hour ? page.used : [];
    if (used.includes(hash)) return false;
    try {
      await store.writeState([{ key, value: { hour, used: [...used, hash] }, eTag: kept?.eTag ?? null }]);
      return true;
    } catch (error) {
      if (error instanceof StateConflict) return first(name, untilSeconds);
      throw error;
    }
  };

/** The people whom the host page vouches for. */
export interface HostUsers {
  /** Gives the conversation of somebody by a token that the host signed; `audience` is the desk's own origin. */
  vouched(
    token: string,
    audience: string,
  ): Promise<(Bearer & { until: Date; givenAt: Date | null }) | ProblemResponse>;
  /** Gives the conversation of somebody whom the host has signed out everywhere, and when it did, by a token that it signed. */
  signedOut(token: string, audience: string): Promise<{ conversation: string; at: Date } | ProblemResponse>;
  /** The conversation that somebody has after one that was erased. */
  after(erased: Bearer): Promise<Bearer>;
}

/** What such a token says: who it is, until when it may be used, a name of its own, so that it is used once, and whether it ends access instead of giving it. */
const Voucher = z.object({
  sub: z.string().min(1).max(200).transform(normalizeId),
  exp: z.number(),
  iat: z.number().optional(),
  jti: z.string().min(8).max(200),
  signedOut: z.boolean().default(false),
});
type Voucher = z.infer<typeof Voucher>;

/**
 * Knows the users of the host page. Their ids and conversations follow from the host's name for them and a secret of the store,
 * so that they are the same on every device, and that name itself is kept nowhere.
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
  /** Reads a token that says this, once. */
  const take = async (token: string, audience: string, signedOut: boolean): Promise<Voucher | null> => {
    const voucher = await read(token, audience);
    if (voucher?.signedOut !== signedOut) return null;
    return (await isFirst(voucher.jti, voucher.exp)) ? voucher : null;
  };
  /** The first conversation from this one on that was not erased. */
  const standing = async (secret: string, conversation: string): Promise<string> => {
    for (let next = conversation; ; next = named(secret, "after", next))
      if ((await store.conversation(next)) !== "erased") return next;
  };
  /** The secret under which somebody has a conversation already, else the one in use. */
  const secretFor = async (sub: string): Promise<string> => {
    const [first = "", ...older] = keys.secrets("host-users");
    if (older.length === 0) return first;
    for (const secret of [first, ...older])
      if ((await store.conversation(named(secret, "talk", sub))) !== undefined) return secret;
    return first;
  };
  return {
    vouched: async (token, audience) => {
      const voucher = await take(token, audience, false);
      if (voucher === null) return { refused: "bad-user-token" };
      const { sub, iat } = voucher;
      const secret = await secretFor(sub);
      return {
        user: `dl_${named(secret, "user", sub)}`,
        conversation: await standing(secret, named(secret, "talk", sub)),
        root: rootOf(secret),
        host: true,
        word: voucher.exp,
        until: new Date(voucher.exp * 1000),
        givenAt: iat === undefined ? null : new Date(iat * 1000),
      };
    },
    signedOut: async (token, audience) => {
      const voucher = await take(token, audience, true);
      if (voucher === null) return { refused: "bad-user-token" };
      const { sub, iat = Number.POSITIVE_INFINITY } = voucher;
      const secret = await secretFor(sub);
      const conversation = await standing(secret, named(secret, "talk", sub));
      return { conversation, at: new Date(Math.min(now(), Math.max(0, iat * 1000))) };
    },
    after: async (erased) => {
      const secrets = keys.secrets("host-users");
      const secret = secrets.find((one) => rootOf(one) === erased.root) ?? secrets.at(-1) ?? "";
      return { ...erased, conversation: await standing(secret, erased.conversation) };
    },
  };
}
