import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { StateConflict } from "../store/errors.ts";
import { ParsedCache } from "../store/parsed-cache.ts";
import type { Tagged } from "../store/records.ts";
import type { Store } from "../store/store.ts";
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

/** Who is signed in where. */
export interface Sessions {
  /** Starts a session. The token goes into a cookie and is not stored. */
  start(agent: string, beginning: SessionStart): Promise<{ token: string; session: Session }>;
  /**
   * Finds the session of a token with its account's record, and records its use; null when it is unknown, idle or old
   * for too long.
   */
  find(token: string): Promise<{ session: Session; account: Tagged | undefined } | null>;
  /** Reports whether a session is still open, without using it. */
  holds(key: string): Promise<boolean>;
  /** Returns which of these sessions were ended, in whichever process; expired ones are not looked for. */
  ended(keys: readonly string[]): Promise<string[]>;
  /** Records that the person has reauthenticated. */
  prove(key: string): Promise<void>;
  /** Changes the provider's part of a session. Returns false when the session is over, or `change` returns null. */
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

const keyOf = (token: string): string => createHash("sha256").update(token).digest("base64url");

/** Keeps each session in a record of its own, under the hash of its token. */
export function openSessions(
  store: Pick<
    Store,
    | "session"
    | "sessionWithAccount"
    | "sessionsOf"
    | "openSessions"
    | "startSession"
    | "changeSession"
    | "endSessions"
    | "pass"
    | "hear"
  >,
  now: () => Date,
  rules: Pick<SignInRules, "idleHours" | "longestHours"> = SignInRules.parse({}),
): Sessions {
  const ends = new SessionEnds(store);
  const cache = new ParsedCache((value) => StoredSession.parse(value), mostInMemory);
  const [idleMs, longestMs] = [rules.idleHours * hourMs, rules.longestHours * hourMs];

  const isOver = ({ startedAt, seenAt }: Session): boolean =>
    now().getTime() - Date.parse(seenAt) > idleMs || now().getTime() - Date.parse(startedAt) > longestMs;
  /** The session in a record that was read just now; null when it is over. */
  const sessionIn = (key: string, stored: Tagged | undefined): { session: Session; eTag: string } | null => {
    if (stored === undefined) return null;
    const session = { ...cache.get(key, stored), key };
    return isOver(session) ? null : { session, eTag: stored.eTag };
  };
  const look = async (key: string) => sessionIn(key, await store.session(key));
  const write = async ({ key, ...value }: Session, eTag: string): Promise<void> => {
    cache.note(key, value, await store.changeSession({ key, account: value.agent, value }, eTag));
  };
  const open = async (agent: string): Promise<{ open: Session[]; over: string[] }> => {
    const found = { open: [] as Session[], over: [] as string[] };
    for (const [key, stored] of await store.sessionsOf(agent)) {
      const session = sessionIn(key, stored)?.session;
      if (session === undefined) found.over.push(key);
      else found.open.push(session);
    }
    return found;
  };
  const list = async (agent: string): Promise<Session[]> => (await open(agent)).open;

  const change = async (key: string, make: (session: Session) => Session | null): Promise<boolean> => {
    for (;;) {
      const found = await look(key);
      const next = found === null ? null : make(found.session);
      if (found === null || next === null) return false;
      try {
        await write(next, found.eTag);
        return true;
      } catch (error) {
        if (!(error instanceof StateConflict)) throw error;
      }
    }
  };
  const forget = async (keys: readonly string[]): Promise<void> => {
    await store.endSessions(keys);
    ends.tell(keys);
  };
  /** Notes that a session is in use; one that was changed meanwhile was in use as well. */
  const seen = async ({ session, eTag }: { session: Session; eTag: string }): Promise<Session> => {
    const next = { ...session, seenAt: now().toISOString() };
    if (Date.parse(next.seenAt) - Date.parse(session.seenAt) < seenEveryMs) return session;
    try {
      await write(next, eTag);
    } catch (error) {
      if (!(error instanceof StateConflict)) throw error;
    }
    return next;
  };

  return {
    start: async (agent, beginning) => {
      const token = randomBytes(32).toString("base64url");
      const at = now().toISOString();
      const provenAt = beginning.by === "microsoft" ? null : at;
      const csrf = randomBytes(32).toString("base64url");
      const session = { ...beginning, key: keyOf(token), agent, csrf, startedAt: at, seenAt: at, provenAt };
      const { key, ...value } = session;
      const others = await open(agent);
      const tooMany = others.open.slice(0, Math.max(0, others.open.length + 1 - mostOfOne));
      const over = [...others.over, ...tooMany.map((other) => other.key)];
      await store.startSession({ key, account: agent, value }, over);
      ends.tell(over);
      return { token, session };
    },
    find: async (token) => {
      const key = keyOf(token);
      const stored = await store.sessionWithAccount(key);
      const found = sessionIn(key, stored?.session);
      return found && { session: await seen(found), account: stored?.account };
    },
    holds: async (key) => (await look(key)) !== null,
    ended: async (keys) => {
      const there = await store.openSessions(keys);
      return keys.filter((key) => !there.has(key));
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
      const keys = [...(await store.sessionsOf(agent)).keys()];
      await forget(keys.filter((key) => key !== but));
    },
    watchEnds: (listener) => ends.watch(listener),
  };
}
