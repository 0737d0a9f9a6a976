import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Store } from "../store/port.ts";
import { StateConflict } from "../store/store-errors.ts";

/** A browser in which somebody has signed in before. */
export interface Device {
  agent: string;
  id: string;
}

/**
 * The browsers in which the desk's people have signed in before, by a cookie that says so (the OWASP device cookie). It
 * opens nothing: wrong passwords are counted for such a browser alone, and strangers do not stand in its way.
 */
export interface Devices {
  /** The devices that a cookie proves; none of one that was forged, changed or is too old. */
  read(cookie: string | null): Promise<Device[]>;
  /** The value of the cookie once somebody has signed in; others who did in the same browser stay in it. */
  renew(cookie: string | null, agent: string): Promise<string>;
}

/** browsers keep no cookie for longer */
export const deviceDays = 400;
/** accounts that one browser is known for */
const mostOfOne = 4;
const docKey = "desk/device-key";
const Kept = z.object({ key: z.string().min(43), since: z.iso.datetime() });

/** Makes them, with a key of their own that the store keeps: the processes on one store know each other's devices. */
export function openDevices(store: Pick<Store, "readState" | "writeState">, now: () => Date): Devices {
  const makeKey = async (): Promise<Buffer> => {
    const kept = (await store.readState([docKey])).get(docKey);
    if (kept !== undefined) return Buffer.from(Kept.parse(kept.value).key, "base64url");
    const value = { key: randomBytes(32).toString("base64url"), since: now().toISOString() };
    try {
      await store.writeState([{ key: docKey, value, eTag: null }]);
    } catch (error) {
      if (!(error instanceof StateConflict)) throw error;
    }
    return makeKey();
  };
  let made: Promise<Buffer> | null = null;
  const keyOnce = (): Promise<Buffer> => {
    made ??= makeKey().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
  const sign = (key: Buffer, said: string): Buffer => createHmac("sha256", key).update(said).digest();
  const proven = (key: Buffer, cookie: string | null): { device: Device; token: string }[] =>
    (cookie ?? "")
      .split("~")
      .slice(0, mostOfOne)
      .flatMap((token) => {
        const [, said = "", agent = "", id = "", until = "", mac = ""] =
          /^((.+)\.([\w-]{22})\.([0-9a-z]{1,11}))\.([\w-]{43})$/.exec(token) ?? [];
        const good = sign(key, said);
        // as text, for the last letter of a signature has bits that mean nothing
        const [given, signed] = [Buffer.from(mac), Buffer.from(good.toString("base64url"))];
        if (given.length !== signed.length || !timingSafeEqual(given, signed)) return [];
        return Number.parseInt(until, 36) > now().getTime() ? [{ device: { agent, id }, token }] : [];
      });
  return {
    read: async (cookie) =>
      cookie === null ? [] : proven(await keyOnce(), cookie).map(({ device }) => device),
    renew: async (cookie, agent) => {
      const key = await keyOnce();
      const kept = proven(key, cookie);
      const same = kept.find(({ device }) => device.agent === agent)?.device;
      const until = now().getTime() + deviceDays * 86_400_000;
      const said = `${agent}.${same?.id ?? randomBytes(16).toString("base64url")}.${until.toString(36)}`;
      const others = kept.filter(({ device }) => device.agent !== agent).map(({ token }) => token);
      return [`${said}.${sign(key, said).toString("base64url")}`, ...others].slice(0, mostOfOne).join("~");
    },
  };
}
