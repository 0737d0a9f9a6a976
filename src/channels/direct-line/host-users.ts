import { createHmac } from "node:crypto";
import { errors, jwtVerify } from "jose";
import { z } from "zod";
import type { Store } from "../../store/port.ts";
import type { Refused } from "../../web/answer.ts";
import type { HostKey } from "./host-key.ts";
import { oneSpelling } from "./one-spelling.ts";
import { sharedSecret } from "./shared-secret.ts";
import { longestAhead, makeSingleUse } from "./single-use.ts";
import type { Bearer } from "./token.ts";

/** The people whom the host page vouches for. */
export interface HostUsers {
  /** Gives the talk of somebody by a token that the host signed; `audience` is the desk's own origin. */
  vouched(token: string, audience: string): Promise<(Bearer & { until: Date }) | Refused>;
  /** The talk that somebody has after one that was erased. */
  after(erased: Bearer): Promise<Bearer>;
}

/** What such a token says: who it is, until when it may be used, and a name of its own, so that it is used once. */
const Voucher = z.object({
  sub: z.string().min(1).max(200).transform(oneSpelling),
  exp: z.number(),
  jti: z.string().min(8).max(200),
});

/**
 * Knows the users of the host page. Their ids and talks follow from the host's name for them and a secret of the store,
 * so that they are the same on every device, and that name itself is kept nowhere.
 */
export async function openHostUsers(
  store: Pick<Store, "conversation" | "readState" | "writeState">,
  { key, algorithm }: HostKey,
  now: () => number,
): Promise<HostUsers> {
  const secret = await sharedSecret(store, null, "desk/host-users-secret");
  const isFirst = makeSingleUse(store);
  const named = (...parts: string[]): string =>
    createHmac("sha256", secret).update(JSON.stringify(parts)).digest("base64url").slice(0, 22);

  const read = async (token: string, audience: string): Promise<z.infer<typeof Voucher> | null> => {
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
  /** The first talk from this one on that was not erased. */
  const standing = async (talk: string): Promise<string> => {
    for (let next = talk; ; next = named("after", next))
      if ((await store.conversation(next)) !== "erased") return next;
  };
  return {
    vouched: async (token, audience) => {
      const voucher = await read(token, audience);
      if (voucher === null || !(await isFirst(voucher.jti, voucher.exp)))
        return { refused: "bad-user-token" };
      const { sub } = voucher;
      return {
        user: `dl_${named("user", sub)}`,
        conversation: await standing(named("talk", sub)),
        host: true,
        word: voucher.exp,
        until: new Date(voucher.exp * 1000),
      };
    },
    after: async (erased) => ({ ...erased, conversation: await standing(erased.conversation) }),
  };
}
