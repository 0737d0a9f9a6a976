import { oneTabAtATime } from "../kept.ts";
import { type Answered, ask } from "./ask.ts";
import { browserName } from "./browser-name.ts";
import { nameIn } from "./host-user.ts";
import type { Place } from "./place.ts";
import { type Talk, talkOf } from "./talk.ts";

/** Why a conversation is another one than before: that one was erased, cannot be opened, or the host page's word for the person ended. */
export type Lost = "erased" | "lost" | "word";

/** A talk that can be used, and why it is another one than before, if it is. Or one that a link opened, which cannot be used any more. */
export type Granted =
  | { kind: "talk"; talk: Talk; lost: Lost | null }
  | { kind: "ended" }
  | Extract<Answered, { kind: "later" | "away" }>;

function wish(talk: Talk | null, userToken: string | null): unknown {
  if (talk !== null) return { conversationId: talk.conversationId, token: talk.token };
  return userToken === null ? {} : { userToken, browser: browserName() };
}

/** Asks for a fresh token of a talk, or where there is none or it is gone for that of the host's user, or for a new one. */
async function renew(place: Place, old: Talk | null, userToken: string | null): Promise<Granted> {
  const answered = await ask("token", { body: wish(old, userToken) });
  if (answered.kind === "refused") {
    if (place.beside) return { kind: "ended" };
    if (old === null)
      return userToken === null ? { kind: "later", waitMs: 5000, busy: false } : renew(place, null, null);
    const erased = answered.status === 404;
    const fresh =
      erased && old.of ? await talkAfter(place, old, old.of) : await renew(place, null, userToken);
    if (fresh.kind !== "talk") return fresh;
    if (erased) return { ...fresh, lost: "erased" };
    return { ...fresh, lost: lostTo(fresh.talk, old) };
  }
  if (answered.kind !== "ok") return answered;
  const { about } = old ?? {};
  return taken(
    place,
    { ...talkOf(answered.body), ...(about && { about }) },
    old?.of ?? (old ? null : nameIn(userToken)),
  );
}

/** Why a refused conversation is another one now; null: the host page's new word opened the same one. */
function lostTo(fresh: Talk, { conversationId, of }: Talk): Lost | null {
  if (fresh.conversationId === conversationId) return null;
  return of !== undefined && fresh.of === undefined ? "word" : "lost";
}

/** The talk that somebody whom the host page vouched for has after one that was erased. */
async function talkAfter(place: Place, erased: Talk, of: string): Promise<Granted> {
  const { conversationId, token } = erased;
  const answered = await ask("token", { body: { conversationId, token, erased: true } });
  if (answered.kind === "refused") return renew(place, null, null);
  return answered.kind === "ok" ? taken(place, talkOf(answered.body), of) : answered;
}

function taken(place: Place, granted: Talk, of: string | null): Granted {
  const talk = { ...granted, ...(of !== null && { of }) };
  place.keep(talk);
  return { kind: "talk", talk, lost: null };
}

/**
 * Gets a talk that can be used. `refusedToken` is the token that was just refused, null when there was none. Where
 * another tab of this browser got a talk meanwhile, that one is joined.
 */
export const grant = (
  place: Place,
  mine: Talk | null,
  refusedToken: string | null,
  userToken: string | null,
): Promise<Granted> =>
  oneTabAtATime(place.lock, async () => {
    const kept = place.kept();
    if (kept !== null && kept.token !== refusedToken) {
      const moved = mine !== null && kept.conversationId !== mine.conversationId;
      return { kind: "talk", talk: kept, lost: moved ? "erased" : null };
    }
    return renew(place, kept ?? mine, userToken);
  });
