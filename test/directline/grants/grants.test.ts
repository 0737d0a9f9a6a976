import { afterEach, describe, expect, test, vi } from "vitest";
import { type GrantBook, openGrants } from "../../../src/directline/grants/grants.ts";
import type { Store } from "../../../src/store/store.ts";
import { bothStores, type Stores } from "../../api/both-stores.ts";
import { start } from "../../store/material.ts";

const DAY_MS = 24 * 3_600_000;
const within = { timeout: 10_000 };
let clock = Date.parse("2026-11-01T12:00:00Z");
const now = (): Date => new Date(clock);
const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe.each(bothStores)("on %s", (_, openStores) => {
  async function books(): Promise<{ stores: Stores; here: GrantBook; there: GrantBook; gone: string[][] }> {
    const stores = await openStores();
    const gone: string[][] = [];
    const book = (store: Store): GrantBook =>
      openGrants(store, now, (conversation, ids) => gone.push([conversation, ...ids]));
    const [here, there] = [book(stores.here), book(stores.there)];
    open.push(async () => {
      here.close();
      there.close();
      await stores.here.close();
      if (stores.there !== stores.here) await stores.there.close();
      await stores.remove();
    });
    return { stores, here, there, gone };
  }
  const named = (grant?: string) => ({ conversation: "talk", grant });

  test("T55: a grant that is ended in one process is ended in the others, whose calls may be lost", async () => {
    const { stores, here, there, gone } = await books();
    await stores.here.openConversation(start("talk"));
    await here.enter(named("one"), "browser", "Firefox");
    await here.adopt("talk", "Safari");
    expect(await there.holds(named("one"))).toBe(true);
    expect(there.holds(named("one"))).toBe(true);
    expect(await here.end("talk", { id: "one" })).toEqual(["one"]);
    expect(await here.holds(named("one"))).toBe(false);
    await expect.poll(() => there.holds(named("one")), within).toBe(false);
    expect(gone).toContainEqual(["talk", "one"]);
  });

  test("a grant that another process made is known at once", async () => {
    const { stores, here, there } = await books();
    await stores.here.openConversation(start("talk"));
    await here.enter(named("one"), "browser", "");
    expect(await there.holds(named("one"))).toBe(true);
    const second = await here.adopt("talk", "");
    expect(await there.holds(named(second.id))).toBe(true);
    expect(await there.holds(named("made up"))).toBe(false);
  });

  test("T55: a link is exchanged once, whoever is quicker, and again by the same browser alone", async () => {
    const { stores, here, there } = await books();
    await stores.here.openConversation(start("talk"));
    await here.makeLink("talk", "XD-1012", "link");
    await here.makeLink("talk", "XD-1012", "link");
    expect(await there.list("talk")).toHaveLength(1);
    const asked = (browser: string) => ({ device: "Firefox", browser });
    const both = await Promise.all([
      here.takeLink("talk", "link", asked("a")),
      there.takeLink("talk", "link", asked("b")),
    ]);
    const taken = both.flatMap((one) => ("refused" in one ? [] : [one]));
    expect(taken).toHaveLength(1);
    expect(both.find((one) => "refused" in one)).toEqual({ refused: "used" });
    const winner = taken[0]?.browser ?? "";
    expect(await there.takeLink("talk", "link", asked(winner))).toMatchObject({ id: taken[0]?.id });
    expect(await there.lookAtLink("talk", "link", winner)).toBe("yours");
    await here.end("talk", { id: "link" });
    expect(await there.takeLink("talk", "link", asked(winner))).toEqual({ refused: "ended" });
    expect(await here.holds(named(taken[0]?.id))).toBe(false);
  });

  test("all others end at once: devices, unopened links and tokens of before; one's own goes on with its link", async () => {
    const { stores, here } = await books();
    await stores.here.openConversation(start("talk"));
    await here.enter(named("one"), "browser", "");
    await here.makeLink("talk", null, "mine");
    await here.makeLink("talk", null, "unopened");
    const own = await here.takeLink("talk", "mine", { device: "", browser: "b" });
    if ("refused" in own) throw new Error(own.refused);
    expect(await here.holds(named())).toBe(true);
    expect((await here.end("talk", { allBut: own.id })).sort()).toEqual(["", "one", "unopened"]);
    expect(await here.holds(named(own.id))).toBe(true);
    for (const gone of ["one", undefined]) expect(await here.holds(named(gone))).toBe(false);
    expect(await here.lookAtLink("talk", "unopened", null)).toBe("ended");
    expect(await here.lookAtLink("talk", "mine", "b")).toBe("yours");
  });

  test("every grant has an end", async () => {
    const began = clock;
    const { stores, here } = await books();
    await stores.here.openConversation(start("talk"));
    await here.enter(named("one"), "browser", "");
    await here.makeLink("talk", null, "link");
    const word = await here.vouch("talk", { device: "", browser: null, until: new Date(began + 3_600_000) });
    clock = began + 3_600_001;
    expect(await here.holds(named(word?.id))).toBe(false);
    clock = began + 31 * DAY_MS;
    expect(await here.lookAtLink("talk", "link", null)).toBe("over");
    expect(await here.holds(named("one"))).toBe(true);
    clock = began + 181 * DAY_MS;
    expect(await here.holds(named("one"))).toBe(false);
    clock = began;
  });

  test("what is erased has no grants, and gets none any more", async () => {
    const { stores, here } = await books();
    await stores.here.openConversation(start("talk"));
    await here.enter(named("one"), "browser", "Firefox");
    await stores.here.eraseConversation("talk");
    expect(await here.list("talk")).toEqual([]);
    await here.adopt("talk", "Safari");
    expect(await here.list("talk")).toEqual([]);
  });

  test("a conversation that was looked at costs the store nothing more", async () => {
    const { stores, here } = await books();
    await stores.here.openConversation(start("talk"));
    await here.enter(named("one"), "browser", "");
    await here.holds(named("one"));
    const read = vi.spyOn(stores.here, "readState");
    for (let again = 0; again < 100; again += 1) expect(here.holds(named("one"))).toBe(true);
    expect(read.mock.calls.flat(2).filter((key) => String(key).startsWith("grants/"))).toEqual([]);
    read.mockRestore();
  });

  test("a conversation keeps a bounded number of grants, and those in use longest", async () => {
    const { stores, here } = await books();
    await stores.here.openConversation(start("talk"));
    await here.enter(named("one"), "browser", "");
    for (let mail = 0; mail < 70; mail += 1) await here.makeLink("talk", null, `link ${mail}`);
    expect((await here.list("talk")).length).toBeLessThanOrEqual(60);
    expect(await here.holds(named("one"))).toBe(true);
    expect(await here.lookAtLink("talk", "link 69", null)).toBe("open");
  });
});
