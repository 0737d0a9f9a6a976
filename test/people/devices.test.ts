import { describe, expect, test } from "vitest";
import { openDevices } from "../../src/people/devices.ts";
import { bothStores } from "../web/desk/both-stores.ts";

const day = 86_400_000;

describe.each(bothStores)("on %s", (_, openStores) => {
  test("T51: a device is known in every process, by its account alone, and no forged one is", async () => {
    const stores = await openStores();
    let at = Date.parse("2026-03-01T12:00:00.000Z");
    const now = () => new Date(at);
    const [here, there] = [openDevices(stores.here, now), openDevices(stores.there, now)];
    const [cookie, other] = await Promise.all([here.renew(null, "a1"), there.renew(null, "a2")]);
    const [device] = await there.read(cookie);
    expect(device?.agent).toBe("a1");
    expect(await here.read(other)).toMatchObject([{ agent: "a2" }]);

    const again = await there.renew(cookie, "a1");
    expect(await here.read(again)).toEqual([device]);
    const both = await here.renew(cookie, "a2");
    expect((await there.read(both)).map(({ agent }) => agent)).toEqual(["a2", "a1"]);

    for (const forged of [
      cookie.replace(/^a1/, "a2"),
      cookie.slice(0, -1) + (cookie.endsWith("A") ? "B" : "A"),
      cookie.replace(/\.[0-9a-z]+\.(?=[^.]*$)/, ".zzzzzzzz."),
      "a1",
      "",
      "~~~",
    ])
      expect(await here.read(forged), forged).toEqual([]);
    expect(await here.read(null)).toEqual([]);
    const elsewhere = await openStores();
    expect(await openDevices(elsewhere.here, now).read(cookie)).toEqual([]);

    at += 399 * day;
    expect(await here.read(cookie)).toEqual([device]);
    at += 2 * day;
    expect(await here.read(cookie)).toEqual([]);
    for (const { here: one, there: two, remove } of [stores, elsewhere]) {
      for (const store of new Set([one, two])) await store.close();
      await remove();
    }
  });

  test("a browser is known for the four people who signed in there last", async () => {
    const stores = await openStores();
    const devices = openDevices(stores.here, () => new Date());
    let cookie: string | null = null;
    for (const agent of ["a1", "a2", "a3", "a4", "a5"]) cookie = await devices.renew(cookie, agent);
    expect((await devices.read(cookie)).map(({ agent }) => agent)).toEqual(["a5", "a4", "a3", "a2"]);
    for (const store of new Set([stores.here, stores.there])) await store.close();
    await stores.remove();
  });
});
