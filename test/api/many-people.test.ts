import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDirectory } from "../../src/accounts/directory.ts";
import { type CountedStore, countReads } from "../accounts/counted-store.ts";
import { crowd, entraTenant, objectIdOf } from "../accounts/material.ts";
import { openApi, type TestApi } from "./api-desk.ts";
import { bothStores } from "./both-stores.ts";
import { Browser } from "./browser.ts";
import { StreamReader } from "./stream-reader.ts";

describe.each(bothStores)("with 2,000 people, on %s", (_, openStores) => {
  let api: TestApi;
  let other: TestApi | undefined;
  let counted: CountedStore;
  let oak: Browser;
  let alder: Browser;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const { here, there, ...stores } = await openStores();
    remove = stores.remove;
    counted = countReads(here);
    api = await openApi({ store: counted.store, limits: { pingEveryMs: 100 } });
    other = here === there ? undefined : await openApi({ store: there });
    oak = await api.join("Oak", "owner");
    alder = await api.join("Alder", "agent");
    await openDirectory(here).change((all) => ({ ...all, people: [...all.people, ...crowd(2000)] }));
    await alder.look();
  });
  afterAll(async () => {
    await other?.stop();
    await api.stop();
    await remove();
  });

  /** The same person and session at the process where others act. */
  const elsewhere = async (of: Browser): Promise<Browser> => {
    const browser = new Browser((other ?? api).url);
    browser.cookie = of.cookie;
    await browser.look();
    return browser;
  };
  const session = async (of: Browser): Promise<string> => (await api.desk.sessions.list(of.id))[0]?.key ?? "";

  test("a hundred signed-in requests, and pings of a stream, read one session with its account each, and nobody again", async () => {
    const stream = await StreamReader.open(api, alder);
    await stream.of("hello");
    await api.desk.accounts.people();
    const before = counted.accountsRead();
    const looks = counted.sessionLooks();
    for (let request = 0; request < 25; request += 1)
      for (const of of ["/session", "/tickets", "/agents", "/search?q=invoice"])
        expect((await alder.get(of)).status).toBe(200);
    expect(counted.sessionLooks() - looks).toBe(100);
    const asked = counted.staffLooks();
    await expect.poll(() => counted.staffLooks()).toBeGreaterThan(asked + 2);
    for (let ask = 0; ask < 100; ask += 1) {
      const identity = { tenant: entraTenant, objectId: objectIdOf(ask) };
      expect((await api.desk.accounts.personByEntra(identity))?.id).toBe(`a${ask}`);
    }
    expect(counted.accountsRead()).toBe(before);
    stream.socket.terminate();
  });

  test("a signed-in request that names nobody asks for nothing of the staff", async () => {
    const [asked, looks] = [counted.staffLooks(), counted.sessionLooks()];
    for (let request = 0; request < 10; request += 1) expect((await alder.get("/session")).status).toBe(200);
    expect([counted.staffLooks(), counted.sessionLooks()]).toEqual([asked, looks + 10]);
  });

  test("a role that is changed, here or in another process, counts at the next request", async () => {
    const boss = await elsewhere(oak);
    expect((await alder.get("/audit")).body.code).toBe("not-allowed");
    await boss.ask("PATCH", `/agents/${alder.id}`, { role: "owner" });
    expect((await alder.get("/audit")).status).toBe(200);
    await boss.ask("PATCH", `/agents/${alder.id}`, { role: "agent" });
    expect((await alder.get("/audit")).body.code).toBe("not-allowed");
  });

  test("a Microsoft account that is unlinked opens nothing from then on", async () => {
    const identity = { tenant: entraTenant, objectId: objectIdOf(1500) };
    expect((await api.desk.accounts.personByEntra(identity))?.id).toBe("a1500");
    await (await elsewhere(oak)).ask("PATCH", "/agents/a1500", { entra: null });
    expect(await api.desk.accounts.personByEntra(identity)).toBe(undefined);
  });

  test("a session that ends, here or in another process, opens nothing at the next request", async () => {
    const { body } = await alder.get("/sessions");
    expect(body.sessions).toHaveLength(1);
    await (await elsewhere(oak)).ask("DELETE", `/agents/${alder.id}/sessions/${await session(alder)}`);
    expect((await alder.get("/session")).status).toBe(401);
  });

  test("somebody who is disabled, here or in another process, is out at the next request", async () => {
    const birch = await api.join("Birch", "agent");
    expect((await birch.get("/session")).status).toBe(200);
    await (other ?? api).desk.accounts.change(birch.id, { disabled: true });
    expect((await birch.get("/session")).status).toBe(401);
    await (other ?? api).desk.accounts.change(birch.id, { disabled: false });
    expect((await birch.get("/session")).status).toBe(401);
  });

  test("somebody far back in the list is signed in like anybody else", async () => {
    const { token, session } = await api.desk.sessions.start("a1999", {
      by: "password",
      from: null,
      browser: "",
      provider: null,
    });
    const browser = new Browser(api.url);
    browser.cookie = `exit_desk_session=${token}`;
    expect((await browser.look()).body.agent).toMatchObject({ id: "a1999", email: "a1999@desk.example" });
    expect((await api.desk.sessions.find(token))?.session.key).toBe(session.key);
  });
});
