import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi, type TestApi } from "./api-desk.ts";
import { bothStores, type Stores } from "./both-stores.ts";
import type { Browser } from "./browser.ts";

const hourMs = 3_600_000;
// biome-ignore lint/suspicious/noThenProperty: the API's field has this name
const resolved = { outcome: "a planted outcome", then: "done" };

describe.each(bothStores)("reading is noted, on %s", (_, openStores) => {
  let stores: Stores;
  let api: TestApi;
  let oak: Browser;
  let alder: Browser;

  beforeAll(async () => {
    stores = await openStores();
    api = await openApi({ store: stores.here, reading: { unusualPerHour: 5 } });
    oak = await api.join("Oak", "owner");
    alder = await api.join("Alder", "agent");
  });
  afterAll(async () => {
    await api.stop();
    if (stores.there !== stores.here) await stores.there.close();
    await stores.remove();
  });

  const readings = async (query = "") =>
    (await oak.get(`/audit?log=readings${query}`)).body.lines.map(
      ({ who, what, about }: { who: { id: string }; what: string; about: object }) => [who.id, what, about],
    );

  test("T57: who opened which conversation, once an hour, whichever way they did", async () => {
    await api.openTicket(1001);
    await api.openTicket(1002);
    await alder.post("/tickets/1002/claim");
    await alder.get("/tickets/1001");
    await alder.get("/conversations/talk-1001/activities");
    await alder.get("/conversations/talk-1002/activities");
    await oak.get("/tickets/1002");
    const opened = (who: Browser, ticket: string, whose: string) => [
      who.id,
      "conversation read",
      { conversation: `talk-${ticket}`, ticket, whose },
    ];
    expect(await readings()).toEqual([
      opened(oak, "1002", "other's"),
      opened(alder, "1002", "own"),
      opened(alder, "1001", "queue"),
    ]);
    expect(await readings(`&who=${alder.id}&about=1001`)).toEqual([opened(alder, "1001", "queue")]);
    api.wait(hourMs);
    await alder.get("/tickets/1001");
    expect(await readings("&limit=1")).toEqual([opened(alder, "1001", "queue")]);
    const whole = { whole: true, seq: null, fault: null };
    expect((await oak.get("/audit/check?log=readings")).body).toEqual(whole);
    expect((await oak.get("/audit?what=conversation%20read")).body.lines).toEqual([]);
    expect((await alder.get("/audit?log=readings")).status).toBe(403);
  });

  test("T57: what was refused is not noted, and a search leaves the tickets it showed and no word of it", async () => {
    const [before] = await readings("&limit=1");
    expect((await alder.get("/tickets/9999")).status).toBe(404);
    expect((await api.browser().get("/tickets/1001")).status).toBe(401);
    expect(await readings("&limit=1")).toEqual([before]);
    expect((await oak.get("/search?q=want")).body.hits).toHaveLength(2);
    expect(await readings("&limit=1")).toEqual([[oak.id, "tickets searched", { tickets: "1002 1001" }]]);
    expect(JSON.stringify(await readings())).not.toContain("want");
  });

  test("T57: whom an owner looked for, also in vain, without the address", async () => {
    await oak.post("/step-up", { password: "correct horse battery" });
    expect((await oak.post("/people/find", { person: "XD-1001" })).status).toBe(200);
    expect((await oak.post("/people/find", { person: "nobody@example.com" })).status).toBe(404);
    expect(await readings("&limit=2")).toEqual([
      [oak.id, "person looked for", { found: "0" }],
      [oak.id, "person looked for", { found: "1", conversations: "talk-1001" }],
    ]);
  });

  test("T57: whoever opens unusually many conversations of others is told of once an hour", async () => {
    const birch = await api.join("Birch", "agent");
    const alarms = async () =>
      (await oak.get("/audit?what=unusual%20reading")).body.lines.map(
        ({ about }: { about: object }) => about,
      );
    const before = (await alarms()).length;
    for (let number = 2001; number <= 2005; number += 1) {
      await api.openTicket(number);
      await birch.get(`/tickets/${number}`);
      await birch.get(`/conversations/talk-${number}/activities`);
    }
    await birch.post("/tickets/2001/claim");
    await birch.get("/tickets/2001");
    expect(await alarms()).toHaveLength(before);
    for (const number of [2006, 2007]) {
      await api.openTicket(number);
      await birch.get(`/tickets/${number}`);
    }
    expect((await alarms()).slice(0, -before || undefined)).toEqual([
      { agent: birch.id, conversations: "6" },
    ]);
    const told = api.logged.filter((line) => line.includes("unusual reading") && line.includes('"level":40'));
    expect(told.filter((line) => line.includes(birch.id))).toHaveLength(1);
    const { lines, names } = (await oak.get("/audit?what=unusual%20reading&limit=1")).body;
    expect([lines[0].who, names]).toEqual([{ kind: "desk" }, { [birch.id]: "Birch" }]);
    api.wait(hourMs);
    for (let number = 2001; number <= 2006; number += 1) await birch.get(`/tickets/${number}`);
    expect(await alarms()).toHaveLength(before + 1);
    await birch.get("/tickets/2007");
    expect(await alarms()).toHaveLength(before + 2);
  });
});

describe("where closed conversations of others are for supervisors", () => {
  let api: TestApi;
  let oak: Browser;
  let alder: Browser;
  let birch: Browser;
  beforeAll(async () => {
    api = await openApi({ reading: { closedByOthers: "supervisors" } });
    oak = await api.join("Oak", "owner");
    alder = await api.join("Alder", "agent");
    birch = await api.join("Birch", "agent");
    await api.openTicket(1001, { userId: "dl_one" });
    await birch.post("/tickets/1001/claim");
    await birch.post("/conversations/talk-1001/messages", { text: "planted words" });
    await birch.post("/tickets/1001/notes", { text: "a planted note" });
    await birch.post("/tickets/1001/resolve", resolved);
    await api.openTicket(1002, { userId: "dl_one" });
    const told = { goal: "hidden", topic: "hidden", accountType: "hidden", tags: ["hidden"] };
    await api.openTicket(1003, { userId: "dl_one", ...told, summary: "in “hidden words”" });
    await birch.post("/tickets/1003/claim");
  });
  afterAll(() => api.stop());

  test("T57: an agent who counts up the numbers reads no closed conversation of others, in no list and by no search", async () => {
    for (const path of ["/tickets/1001", "/conversations/talk-1001/activities"])
      expect((await alder.get(path)).body.code).toBe("not-yours");
    expect((await alder.post("/conversations/talk-1001/read", { upTo: 1 })).body.code).toBe("not-yours");
    for (const state of ["resolved", "all"]) {
      const { tickets } = (await alder.get(`/tickets?state=${state}`)).body;
      expect(tickets.map(({ number }: { number: number }) => number)).toEqual(state === "all" ? [1002] : []);
    }
    expect((await alder.get("/search?q=planted")).body.hits).toEqual([]);
    const { others } = (await alder.get("/tickets/1002")).body;
    expect(others.map(({ number }: { number: number }) => number)).toEqual([1003]);
    expect(JSON.stringify(others)).not.toMatch(/planted|hidden/);
  });

  test("whoever worked on it reads on, and so do supervisors and owners", async () => {
    const spruce = await api.join("Spruce", "supervisor");
    for (const who of [birch, spruce, oak]) {
      expect((await who.get("/tickets/1001")).body.ticket.state.outcome).toBe("a planted outcome");
      expect((await who.get("/conversations/talk-1001/activities")).status).toBe(200);
      expect((await who.get("/search?q=planted")).body.hits).toHaveLength(1);
    }
  });

  test("a page of a long list in which somebody may read little ends behind what was looked at, and the list goes on", async () => {
    const closed = { kind: "expired", since: "2026-03-01T12:00:00.000Z" } as const;
    for (let first = 5001; first <= 7000; first += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, at) => api.openTicket(first + at, { state: closed }, [])),
      );
    const page = async (who: Browser, after = "") =>
      (await who.get(`/tickets?state=resolved&limit=200${after}`)).body;
    const first = await page(birch);
    expect([first.tickets, first.more, first.next]).toEqual([[], true, "5001"]);
    const second = await page(birch, `&after=${first.next}`);
    expect(second.tickets.map(({ number }: { number: number }) => number)).toEqual([1001]);
    expect(second.next).toBe(null);
    expect((await page(oak)).tickets).toHaveLength(200);
  });
});
