import { createHmac } from "node:crypto";
import { errors, jwtVerify } from "jose";
import { z } from "zod";
import type { Store } from "../../store/port.ts";
import type { Refused } from "../../web/answer.ts";
import type { HostKey } from "./host-key.ts";
import { sharedSecret } from "./shared-secret.ts";
import { longestAhead, makeSingleUse } from "./single-use.ts";
import type { Bearer } from "./token.ts";

/** Gives the talk of somebody whom the host page vouches for by a signed token; `audience` is the desk's own origin. */
export type HostUsers = (token: string, audience: string) => Promise<Bearer | Refused>;

/** What such a token says: who it is, until when it may be used, and a name of its own, so that it is used once. */
const Voucher = z.object({
  sub: z.string().min(1).max(200),
  exp: z.number(),
  jti: z.string().min(8).max(200),
});

/** Talks that were erased before the one that a person has now; nobody erases as many. */
const mostErased = 1000;

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
  const named = (...parts: (string | number)[]): string =>
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
  const talkOf = async (sub: string): Promise<string> => {
    for (let erased = 0; ; erased += 1) {
      const talk = named("talk", sub, erased);
      if (erased === mostErased || (await store.conversation(talk)) !== "erased") return talk;
    }
  };
  return async (token, audience) => {
    const voucher = await read(token, audience);
    if (voucher === null || !(await isFirst(voucher.jti, voucher.exp))) return { refused: "bad-user-token" };
    return { user: `dl_${named("user", voucher.sub)}`, conversation: await talkOf(voucher.sub) };
  };
}
