import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { message } from "../store/material.ts";
import { openApi, type TestApi } from "./api-desk.ts";
import { bothStores, type Stores } from "./both-stores.ts";
import type { Browser } from "./browser.ts";
import { StreamReader } from "./stream-reader.ts";

/** No process calls the other, and nobody is pinged meanwhile: what is told comes by the desk's own look. */
describe.each(bothStores)("rights that are taken away while a stream is open, on %s", (name, openStores) => {
  let stores: Stores;
  let here: TestApi;
  let there: TestApi;
  let oak: Browser;
  const open: StreamReader[] = [];

  beforeAll(async () => {
    stores = await openStores();
    here = await openApi({ store: stores.here, rules: { codeFor: ["owner"] } });
    there =
      stores.there === stores.here
        ? here
        : await openApi({ store: stores.there, rules: { codeFor: ["owner"] } });
    oak = await here.join("Oak", "owner");
    const { secret } = (await oak.post("/totp")).body;
    const { accounts } = here.desk;
    await accounts.change(oak.id, { totp: { secret, lastStep: 0, recovery: [] } });
  });
  afterEach(() => {
    for (const reader of open.splice(0)) reader.socket.terminate();
  });
  afterAll(async () => {
    for (const api of new Set([here, there])) await api.stop();
    await stores.remove();
  });

  const listen = async (api: TestApi, browser: Browser): Promise<StreamReader> => {
    const reader = await StreamReader.open(api, browser);
    open.push(reader);
    await reader.of("hello");
    return reader;
  };
  const rank = async (who: Browser, role: string) =>
    expect((await oak.ask("PATCH", `/agents/${who.id}`, { role })).status).toBe(200);

  test("T56: whoever is no supervisor any more hears no word of somebody else's talk, in either process", async () => {
    const spruce = await here.join("Spruce", "supervisor");
    const birch = await here.join("Birch", "agent");
    const streams = [await listen(here, spruce), await listen(there, spruce)];
    await here.openTicket(4001);
    await birch.post("/tickets/4001/claim");
    const say = (text: string) =>
      here.store.receive("talk-4001", {
        activity: message(text),
        keys: [],
        at: new Date().toISOString(),
        needsTurn: false,
      });
    await say("while she leads");
    const wordsOf = ({ frames }: StreamReader) =>
      frames.flatMap((frame) => (frame.kind === "activity" ? [frame.entry.activity.text] : []));
    const [first] = streams;
    if (first === undefined) throw new Error("no stream");
    await expect.poll(() => wordsOf(first), { timeout: 20_000 }).toContain("while she leads");
    await rank(spruce, "agent");
    for (const stream of streams) await stream.of("reset");
    await say("when she does not");
    await oak.post("/tickets/4001/priority", { priority: "low" });
    const newest = () => first.frames.findLast(({ kind }) => kind === "ticket");
    await expect
      .poll(newest, { timeout: 20_000 })
      .toMatchObject({ ticket: { priority: "low" }, veiled: true });
    for (const stream of streams) {
      expect(wordsOf(stream)).not.toContain("when she does not");
      expect(stream.closed).toBe(null);
    }
  });

  test("T56: here a role is gone with the change itself: not a frame comes by the old one", async () => {
    const maple = await here.join("Maple", "supervisor");
    const cedar = await here.join("Cedar", "agent");
    const stream = await listen(here, maple);
    await here.openTicket(4002);
    await cedar.post("/tickets/4002/claim");
    await here.desk.accounts.change(maple.id, { role: "agent" });
    await cedar.post("/tickets/4002/priority", { priority: "high" });
    const last = async () => (await stream.of("ticket", 3)).at(-1);
    expect(await last()).toMatchObject({ ticket: { number: 4002, priority: "high" }, veiled: true });
  });

  test("T56: whoever is disabled, signed out or owes a second factor hears nothing any more, in either process", async () => {
    const people = { Alder: "disabled", Elm: "signed out", Rowan: "code" };
    for (const [who, what] of Object.entries(people)) {
      const browser = await here.join(who, "agent");
      const streams = [await listen(here, browser), await listen(there, browser)];
      if (what === "disabled") await oak.ask("PATCH", `/agents/${browser.id}`, { disabled: true });
      else if (what === "signed out") await browser.ask("DELETE", "/sessions");
      else await rank(browser, "owner");
      for (const stream of streams) expect(await stream.end(), `${what} on ${name}`).toBe(4401);
    }
  });
});
