import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { StateConflict } from "../store/errors.ts";
import { StateCache } from "../store/state-cache.ts";
import type { StateWrite, Store } from "../store/store.ts";
import { SignInRules } from "./account.ts";
import { type ProviderSession, type Session, type SessionStart, StoredSession } from "./session.ts";

const topic = "sessions-ended";
const Passed = z.object({ keys: z.array(z.string()) });

type Listener = (key: string) => void;

/** Tells of sessions that ended, in this process and, where the store has others, in those too. */
class SessionEnds {
  readonly #listeners = new Set<{ call: Listener }>();

  constructor(private readonly store: Pick<Store, "pass" | "hear">) {}

  /** Calls back with the key of each session that ended, wherever it did. Returns how to stop. */
  watch(call: Listener): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    const stopHearing = this.store.hear(topic, (what) => {
      const passed = Passed.safeParse(what);
      if (passed.success) for (const key of passed.data.keys) call(key);
    });
    return () => {
      this.#listeners.delete(listener);
      stopHearing();
    };
  }

  tell(keys: readonly string[]): void {
    for (const key of keys) for (const { call } of this.#listeners) call(key);
    if (keys.length > 0) this.store.pass(topic, { keys });
  }
}

export const SessionList = z.object({ keys: z.array(z.string()) });

/** Who is signed in where. */
export interface Sessions {
  /** Signs somebody in; the token goes into their cookie and is kept nowhere. */
  start(agent: string, beginning: SessionStart): Promise<{ token: string; session: Session }>;
  /** The session that a token opens, and a sign that it is in use; null when it was idle or old for too long. */
  find(token: string): Promise<Session | null>;
  /** Tells whether a session is still open, without using it. */
  holds(key: string): Promise<boolean>;
  /** Those of these sessions that were ended, in whichever process, without a look at the others' age. */
  ended(keys: readonly string[]): Promise<string[]>;
  /** Notes that the person has shown anew who they are. */
  prove(key: string): Promise<void>;
  /** Changes what is kept of a session at the provider; false when it is over, or `change` leaves it. */
  atProvider(key: string, change: (now: ProviderSession) => ProviderSession | null): Promise<boolean>;
  list(agent: string): Promise<Session[]>;
  end(session: Pick<Session, "key">): Promise<void>;
  /** Ends all of an agent's sessions, but for the one with this key. */
  endAll(agent: string, but?: string): Promise<void>;
  /** Calls back with the key of each session that is ended, here or in another process. Returns how to stop. */
  watchEnds(listener: (key: string) => void): () => void;
}

const hourMs = 3_600_000;
/** How exactly it is noted when a session was used. */
const seenEveryMs = 60_000;
const mostOfOne = 50;
/** sessions in memory, those that were used last; any more are read when they are used */
const mostInMemory = 5000;

const docKey = (key: string): string => `desk/sessions/${key}`;
const listKey = (agent: string): string => `desk/sessions-of/${agent}`;
const keyOf = (token: string): string => createHash("sha256").update(token).digest("base64url");

/** Keeps each session in a state document of its own, and a list of them for each agent. */
export function openSessions(
  store: Pick<Store, "readState" | "stateTags" | "writeState" | "deleteState" | "pass" | "hear">,
  now: () => Date,
  rules: Pick<SignInRules, "idleHours" | "longestHours"> = SignInRules.parse({}),
): Sessions {
  const ends = new SessionEnds(store);
  const cache = new StateCache(store, (value) => StoredSession.parse(value), mostInMemory);
  const [idleMs, longestMs] = [rules.idleHours * hourMs, rules.longestHours * hourMs];

  const isOver = ({ startedAt, seenAt }: Session): boolean =>
    now().getTime() - Date.parse(seenAt) > idleMs || now().getTime() - Date.parse(startedAt) > longestMs;
  const look = async (key: string): Promise<{ session: Session; eTag: string } | null> => {
    const kept = await cache.look(docKey(key));
    const session = kept && { ...kept.value, key };
    return kept === null || session === null || isOver(session) ? null : { session, eTag: kept.eTag };
  };
  const note = ({ key, ...kept }: Session, eTag: string | null): StateWrite => ({
    key: docKey(key),
    value: kept,
    eTag,
    stored: (tag) => cache.note(docKey(key), kept, tag),
  });
  const keysOf = async (agent: string): Promise<{ keys: string[]; eTag: string | null }> => {
    const kept = (await store.readState([listKey(agent)])).get(listKey(agent));
    return kept === undefined
      ? { keys: [], eTag: null }
      : { ...SessionList.parse(kept.value), eTag: kept.eTag };
  };
  const list = async (agent: string): Promise<Session[]> => {
    const { keys } = await keysOf(agent);
    const kept = await store.readState(keys.map(docKey));
    return keys.flatMap((key) => {
      const stored = kept.get(docKey(key));
      const session = stored && { ...StoredSession.parse(stored.value), key };
      return session === undefined || isOver(session) ? [] : [session];
    });
  };

  /** Puts a session on its agent's list, and takes those off that are over. */
  const enlist = async (session: Session): Promise<void> => {
    for (;;) {
      const { keys, eTag } = await keysOf(session.agent);
      const open = (await list(session.agent)).map(({ key }) => key).slice(1 - mostOfOne);
      try {
        await store.writeState([
          note(session, null),
          { key: listKey(session.agent), value: { keys: [...open, session.key] }, eTag },
        ]);
        await forget(keys.filter((key) => !open.includes(key)));
        return;
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  const change = async (key: string, make: (session: Session) => Session | null): Promise<boolean> => {
    for (;;) {
      const found = await look(key);
      const next = found === null ? null : make(found.session);
      if (found === null || next === null) return false;
      try {
        await store.writeState([note(next, found.eTag)]);
        return true;
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  const forget = async (keys: readonly string[]): Promise<void> => {
    await store.deleteState(keys.map(docKey));
    ends.tell(keys);
  };

  return {
    start: async (agent, beginning) => {
      const token = randomBytes(32).toString("base64url");
      const at = now().toISOString();
      const provenAt = beginning.by === "microsoft" ? null : at;
      const csrf = randomBytes(32).toString("base64url");
      const session = { ...beginning, key: keyOf(token), agent, csrf, startedAt: at, seenAt: at, provenAt };
      await enlist(session);
      return { token, session };
    },
    find: async (token) => {
      const found = await look(keyOf(token));
      if (found === null) return null;
      const seen = { ...found.session, seenAt: now().toISOString() };
      if (Date.parse(seen.seenAt) - Date.parse(found.session.seenAt) < seenEveryMs) return found.session;
      try {
        await store.writeState([note(seen, found.eTag)]);
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
      return seen;
    },
    holds: async (key) => (await look(key)) !== null,
    ended: async (keys) => {
      const there = keys.length === 0 ? new Map() : await store.stateTags(keys.map(docKey));
      return keys.filter((key) => !there.has(docKey(key)));
    },
    prove: async (key) => {
      await change(key, (session) => ({ ...session, provenAt: now().toISOString() }));
    },
    atProvider: (key, make) =>
      change(key, (session) => {
        const provider = session.provider && make(session.provider);
        return provider && { ...session, provider };
      }),
    list,
    end: ({ key }) => forget([key]),
    endAll: async (agent, but) => {
      const { keys } = await keysOf(agent);
      await forget(keys.filter((key) => key !== but));
    },
    watchEnds: (listener) => ends.watch(listener),
  };
}
