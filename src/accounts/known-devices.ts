import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
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
