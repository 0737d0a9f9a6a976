import { oneTabAtATime } from "../kept.ts";
import { type Answered, ask } from "./ask.ts";
import { nameIn } from "./host-user.ts";
import { keepTalk, keptTalk, type Talk, talkOf } from "./talk.ts";

/** A talk that can be used, and why it is another one than before, if it is. */
export type Granted =
  | { kind: "talk"; talk: Talk; lost: "erased" | "lost" | null }
  | Extract<Answered, { kind: "later" | "away" }>;

function wish(talk: Talk | null, userToken: string | null): unknown {
  if (talk !== null) return { conversationId: talk.conversationId, token: talk.token };
  return userToken === null ? {} : { userToken };
}

/** Asks for a fresh token of a talk, or where there is none or it is gone for that of the host's user, or for a new one. */
async function renew(old: Talk | null, userToken: string | null): Promise<Granted> {
  const answered = await ask("token", { body: wish(old, userToken) });
  if (answered.kind === "refused") {
    if (old === null) return userToken === null ? { kind: "later", waitMs: 5000 } : renew(null, null);
    const erased = answered.status === 404;
    const fresh = erased && old.of ? await talkAfter(old, old.of) : await renew(null, userToken);
    return fresh.kind === "talk" ? { ...fresh, lost: erased ? "erased" : "lost" } : fresh;
  }
  if (answered.kind !== "ok") return answered;
  return taken(answered.body, old === null ? nameIn(userToken) : (old.of ?? null));
}

/** The talk that somebody whom the host page vouched for has after one that was erased. */
async function talkAfter(erased: Talk, of: string): Promise<Granted> {
  const { conversationId, token } = erased;
  const answered = await ask("token", { body: { conversationId, token, erased: true } });
  if (answered.kind === "refused") return renew(null, null);
  return answered.kind === "ok" ? taken(answered.body, of) : answered;
}

function taken(body: Record<string, unknown>, of: string | null): Granted {
  const talk = { ...talkOf(body), ...(of !== null && { of }) };
  keepTalk(talk);
  return { kind: "talk", talk, lost: null };
}

/**
 * Gets a talk that can be used. `refusedToken` is the token that was just refused, null when there was none. Where
 * another tab of this browser got a talk meanwhile, that one is joined.
 */
export const grant = (
  mine: Talk | null,
  refusedToken: string | null,
  userToken: string | null,
): Promise<Granted> =>
  oneTabAtATime("grant", async () => {
    const kept = keptTalk();
    if (kept !== null && kept.token !== refusedToken) {
      const moved = mine !== null && kept.conversationId !== mine.conversationId;
      return { kind: "talk", talk: kept, lost: moved ? "erased" : null };
    }
    return renew(kept ?? mine, userToken);
  });
