import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Keys } from "../keys/keys.ts";

/** An account that signed in from a browser before. */
export interface KnownDevice {
  agent: string;
  id: string;
}

/**
 * Browsers from which staff signed in before, proven by a cookie (OWASP device cookie). The cookie grants nothing. Failed
 * attempts are counted for the browser alone, so that strangers cannot lock it out.
 */
export interface KnownDevices {
  /** Returns the devices in a cookie; none when it is forged, altered or expired. */
  read(cookie: string | null): KnownDevice[];
  /** Returns the cookie value after a sign-in. Other accounts in the cookie are kept. */
  renew(cookie: string | null, agent: string): string;
}

/** maximum cookie lifetime in browsers */
export const deviceDays = 400;
/** maximum number of accounts per browser */
const mostOfOne = 4;
const kind = "device-cookies";

/** Makes the device cookies. Their keys are shared by all processes of a store. */
export function openKnownDevices(keys: Pick<Keys, "of" | "usedBefore">, now: () => Date): KnownDevices {
  const sign = (key: Buffer, said: string): string =>
    createHmac("sha256", key).update(said).digest("base64url");
  const isSigned = (said: string, mac: string): boolean => {
    // compared as text, because the last base64url character has unused bits
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

/** Counts login attempts by key, and returns how long the key must wait. */
export interface LoginThrottle {
  /** Returns the seconds until the next attempt; 0: now. Records nothing. */
  wait(key: string, exists?: boolean): number;
  /** Records an attempt. Returns 0 when it is allowed, else the seconds until the next one. */
  attempt(key: string, exists?: boolean): number;
  /** Resets the failures of a key. */
  succeeded(key: string, exists?: boolean): void;
}

/** Exponential backoff: free attempts, first delay, and maximum. */
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

/** Time without an attempt after which failures are forgotten. */
const forgottenMs = 3_600_000;
/** maximum number of keys for existing things: accounts by network, known browsers, sessions */
const mostKeys = 100_000;
/** number of shared cells for keys that anyone can invent */
const cells = 65_536;

/** Evicts keys; those that must wait go last. */
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
 * Makes a login throttle. An attempt counts as failed from its start, so that concurrent ones are not free. Keys of
 * existing things are counted individually. Invented keys (`exists` false) share a fixed number of cells by salted hash,
 * so that a flood of them evicts no lock.
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
