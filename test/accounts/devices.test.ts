import { describe, expect, test } from "vitest";
import { openKnownDevices } from "../../src/accounts/login-throttle.ts";
import { bothStores } from "../api/both-stores.ts";
import { keysOn } from "../keys/keys-on.ts";

const day = 86_400_000;

describe.each(bothStores)("on %s", (_, openStores) => {
  test("T51: a device is known in every process, by its account alone, and no forged one is", async () => {
    const stores = await openStores();
    let at = Date.parse("2026-03-01T12:00:00.000Z");
    const now = () => new Date(at);
    const keys = [await keysOn(stores.here, { now }), await keysOn(stores.there, { now })] as const;
    const [here, there] = [openKnownDevices(keys[0], now), openKnownDevices(keys[1], now)];
    const [cookie, other] = [here.renew(null, "a1"), there.renew(null, "a2")];
    const [device] = there.read(cookie);
    expect(device?.agent).toBe("a1");
    expect(here.read(other)).toMatchObject([{ agent: "a2" }]);

    const again = there.renew(cookie, "a1");
    expect(here.read(again)).toEqual([device]);
    const both = here.renew(cookie, "a2");
    expect(there.read(both).map(({ agent }) => agent)).toEqual(["a2", "a1"]);

    for (const forged of [
      cookie.replace(/^a1/, "a2"),
      cookie.slice(0, -1) + (cookie.endsWith("A") ? "B" : "A"),
      cookie.replace(/\.[0-9a-z]+\.(?=[^.]*$)/, ".zzzzzzzz."),
      "a1",
      "",
      "~~~",
    ])
      expect(here.read(forged), forged).toEqual([]);
    expect(here.read(null)).toEqual([]);
    const elsewhere = await openStores();
    const foreign = await keysOn(elsewhere.here, { now });
    expect(openKnownDevices(foreign, now).read(cookie)).toEqual([]);

    at += 399 * day;
    expect(here.read(cookie)).toEqual([device]);
    at += 2 * day;
    expect(here.read(cookie)).toEqual([]);
    for (const one of [...keys, foreign]) one.close();
    for (const { here: one, there: two, remove } of [stores, elsewhere]) {
      for (const store of new Set([one, two])) await store.close();
      await remove();
    }
  });

  test("a browser is known for the four people who signed in there last", async () => {
    const stores = await openStores();
    const keys = await keysOn(stores.here);
    const devices = openKnownDevices(keys, () => new Date());
    let cookie: string | null = null;
    for (const agent of ["a1", "a2", "a3", "a4", "a5"]) cookie = devices.renew(cookie, agent);
    expect(devices.read(cookie).map(({ agent }) => agent)).toEqual(["a5", "a4", "a3", "a2"]);
    keys.close();
    for (const store of new Set([stores.here, stores.there])) await store.close();
    await stores.remove();
  });
});
