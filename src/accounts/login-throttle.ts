import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Keys } from "../keys/keys.ts";

/** A browser in which somebody has signed in before. */
export interface KnownDevice {
  agent: string;
  id: string;
}

/**
 * The browsers in which the desk's people have signed in before, by a cookie that says so (the OWASP device cookie). It
 * opens nothing: wrong passwords are counted for such a browser alone, and strangers do not stand in its way.
 */
export interface KnownDevices {
  /** The devices that a cookie proves; none of one that was forged, changed or is too old. */
  read(cookie: string | null): KnownDevice[];
  /** The value of the cookie once somebody has signed in; others who did in the same browser stay in it. */
  renew(cookie: string | null, agent: string): string;
}

/** browsers keep no cookie for longer */
export const deviceDays = 400;
/** accounts that one browser is known for */
const mostOfOne = 4;
const kind = "device-cookies";

/** Makes them, with keys that all processes on one store have: they know each other's devices. */
export function openKnownDevices(keys: Pick<Keys, "of" | "usedBefore">, now: () => Date): KnownDevices {
  const sign = (key: Buffer, said: string): string =>
    createHmac("sha256", key).update(said).digest("base64url");
  const isSigned = (said: string, mac: string): boolean => {
    // as text, for the last letter of a signature has bits that mean nothing
    const given = Buffer.from(mac);
    for (const { bytes, before } of keys.of(kind)) {
      const good = Buffer.from(sign(bytes, said));
      if (given.length !== good.length || !timingSafeEqual(given, good)) continue;
      if (before) keys.usedBefore(kind);
      return true;
    }
    return false;
  };
  const proven = (cookie: string | null): { device: KnownDevice; token: string }[] =>
    (cookie ?? "")
      .split("~")
      .slice(0, mostOfOne)
      .flatMap((token) => {
        const [, said = "", agent = "", id = "", until = "", mac = ""] =
          /^((.+)\.([\w-]{22})\.([0-9a-z]{1,11}))\.([\w-]{43})$/.exec(token) ?? [];
        if (!isSigned(said, mac)) return [];
        return Number.parseInt(until, 36) > now().getTime() ? [{ device: { agent, id }, token }] : [];
      });
  return {
    read: (cookie) => proven(cookie).map(({ device }) => device),
    renew: (cookie, agent) => {
      const [key] = keys.of(kind);
      if (key === undefined) throw new Error("there is no key to sign with");
      const kept = proven(cookie);
      const same = kept.find(({ device }) => device.agent === agent)?.device;
      const until = now().getTime() + deviceDays * 86_400_000;
      const said = `${agent}.${same?.id ?? randomBytes(16).toString("base64url")}.${until.toString(36)}`;
      const others = kept.filter(({ device }) => device.agent !== agent).map(({ token }) => token);
      return [`${said}.${sign(key.bytes, said)}`, ...others].slice(0, mostOfOne).join("~");
    },
  };
}

/** Counts the attempts of each key and says how long it must wait. */
export interface LoginThrottle {
  /** In how many seconds the key may be tried; 0: now. Notes nothing. */
  wait(key: string, exists?: boolean): number;
  /** Notes an attempt. Gives 0 when it may be made, else the seconds until the next may. */
  attempt(key: string, exists?: boolean): number;
  /** Forgets the failures of a key. */
  succeeded(key: string, exists?: boolean): void;
}

/** How many attempts are free, and how long one waits after the next: the double each time. */
export interface LoginBackoff {
  free: number;
  firstMs: number;
  mostMs: number;
}

interface Seen {
  failures: number;
  at: number;
  until: number;
}

/** After this long without an attempt the failures of a key are forgotten. */
const forgottenMs = 3_600_000;
/** keys of what exists here: accounts with the networks that tried them, known browsers, sessions */
const mostKeys = 100_000;
/** which all keys share that anybody can make up */
const cells = 65_536;

/** Makes room without letting go of a key that still has to wait, as long as there is another one. */
function makeRoom(known: Map<string, Seen>, at: number): void {
  for (const [key, seen] of known) if (at - seen.at > forgottenMs && at >= seen.until) known.delete(key);
  if (known.size < mostKeys) return;
  for (const [key, { until }] of known)
    if (at >= until) {
      known.delete(key);
      return;
    }
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}

/**
 * Makes a lock-out. Each attempt counts as failed from its beginning, so that many at once are not free. A key of
 * something that exists here is counted by itself. One that anybody can make up (`exists` false) shares one of a fixed
 * number of cells, chosen by a salted hash, so that no flood of such keys pushes any lock out.
 */
export function makeLoginThrottle({ free, firstMs, mostMs }: LoginBackoff, now: () => number): LoginThrottle {
  const known = new Map<string, Seen>();
  const shared = new Map<number, Seen>();
  const salt = randomBytes(16);
  const cellOf = (key: string): number =>
    createHash("sha256").update(salt).update(key).digest().readUInt32BE() % cells;
  const seenOf = (key: string, exists: boolean): Seen | undefined =>
    exists ? known.get(key) : shared.get(cellOf(key));
  const left = (seen: Seen | undefined, at: number): number =>
    seen !== undefined && at < seen.until ? (seen.until - at) / 1000 : 0;
  return {
    wait: (key, exists = true) => left(seenOf(key, exists), now()),
    attempt: (key, exists = true) => {
      const at = now();
      const seen = seenOf(key, exists);
      const wait = left(seen, at);
      if (wait > 0) return wait;
      const before = seen !== undefined && at - seen.at <= forgottenMs + mostMs ? seen.failures : 0;
      const failures = before + 1;
      const next = failures < free ? 0 : Math.min(mostMs, firstMs * 2 ** Math.min(20, failures - free));
      const noted = { failures, at, until: at + next };
      if (!exists) shared.set(cellOf(key), noted);
      else {
        if (seen === undefined && known.size >= mostKeys) makeRoom(known, at);
        known.set(key, noted);
      }
      return 0;
    },
    succeeded: (key, exists = true) => {
      if (exists) known.delete(key);
      else shared.delete(cellOf(key));
    },
  };
}
