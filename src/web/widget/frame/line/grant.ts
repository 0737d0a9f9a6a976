import { oneTabAtATime } from "../kept.ts";
import { type Answered, ask } from "./ask.ts";
import { keepTalk, keptTalk, type Talk, talkOf } from "./talk.ts";

/** A talk that can be used, and why it is another one than before, if it is. */
export type Granted =
  | { kind: "talk"; talk: Talk; lost: "erased" | "lost" | null }
  | Extract<Answered, { kind: "later" | "away" }>;

const wish = (talk: Talk | null): unknown =>
  talk === null ? {} : { conversationId: talk.conversationId, token: talk.token };

/** Asks for a fresh token of a talk, or for a new talk where there is none or it is gone. */
async function renew(old: Talk | null): Promise<Granted> {
  const answered = await ask("token", { body: wish(old) });
  if (answered.kind === "refused") {
    if (old === null) return { kind: "later", waitMs: 5000 };
    const fresh = await renew(null);
    return fresh.kind === "talk" ? { ...fresh, lost: answered.status === 404 ? "erased" : "lost" } : fresh;
  }
  if (answered.kind !== "ok") return answered;
  const talk = talkOf(answered.body);
  keepTalk(talk);
  return { kind: "talk", talk, lost: null };
}

/**
 * Gets a talk that can be used. `refusedToken` is the token that was just refused, null when there was none. Where
 * another tab of this browser got a talk meanwhile, that one is joined.
 */
export const grant = (mine: Talk | null, refusedToken: string | null): Promise<Granted> =>
  oneTabAtATime("grant", async () => {
    const kept = keptTalk();
    if (kept !== null && kept.token !== refusedToken) {
      const moved = mine !== null && kept.conversationId !== mine.conversationId;
      return { kind: "talk", talk: kept, lost: moved ? "erased" : null };
    }
    return renew(kept ?? mine);
  });
